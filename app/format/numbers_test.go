package format

import "testing"

func TestCounts(t *testing.T) {
	for n, want := range map[int][3]string{
		0:         {"0 cells", "0 rows do not fit", "0 claims labelled by both"},
		1:         {"1 cell", "1 row does not fit", "1 claim labelled by both"},
		2:         {"2 cells", "2 rows do not fit", "2 claims labelled by both"},
		999:       {"999 cells", "999 rows do not fit", "999 claims labelled by both"},
		12000:     {"12,000 cells", "12,000 rows do not fit", "12,000 claims labelled by both"},
		-1234567:  {"-1,234,567 cells", "-1,234,567 rows do not fit", "-1,234,567 claims labelled by both"},
		100000000: {"100,000,000 cells", "100,000,000 rows do not fit", "100,000,000 claims labelled by both"},
	} {
		if got := [3]string{Plural(n, "cell"), Count(n, "row does not fit", "rows do not fit"), Of(n, "claims labelled by both")}; got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got := Of(1, "spans"); got != "1 span" {
		t.Errorf("%q", got)
	}
}
