package store

import (
	"bytes"
	"encoding/json"
	"testing"
)

// Images are written as encoding/json writes them: the events of every version are.
func FuzzImages(f *testing.F) {
	for _, s := range []string{"", "a “quote” & <b>", "\"\\\n\t\x00\x7f", "\u2028 \u2029", "\xff", "😀שלום", "\u00e9\u0301"} {
		f.Add(s, int64(-5), 0.1)
	}
	f.Fuzz(func(t *testing.T, s string, n int64, x float64) {
		for _, v := range []any{s, n, x, nil} {
			var want bytes.Buffer
			enc := json.NewEncoder(&want)
			enc.SetEscapeHTML(false)
			if enc.Encode(v) != nil {
				continue
			}
			if got, err := appendJSON(nil, v); err != nil || string(got)+"\n" != want.String() {
				t.Errorf("%#v is written as %s, %v; want %s", v, got, err, want.String())
			}
		}
	})
}
