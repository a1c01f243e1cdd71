package main

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"factmark/widgets/docview"
)

func TestQuantile(t *testing.T) {
	var times []time.Duration
	for i := range 20 {
		times = append(times, time.Duration((i*7)%20+1)*time.Millisecond) // 1 to 20, mixed
	}
	for q, want := range map[float64]float64{0.5: 10, 0.95: 19, 1: 20, 0: 1} {
		if got := quantile(times, q); got != want {
			t.Errorf("quantile %v is %v, want %v", q, got, want)
		}
	}
	if got := quantile([]time.Duration{1234567}, 0.5); got != 1.23 {
		t.Errorf("quantile of one is %v", got)
	}
}

func TestPeak(t *testing.T) {
	got, err := parsePeak([]byte("VmPeak:\t 9999 kB\nVmHWM:\t  138240 kB\nVmRSS:\t  1000 kB\n"))
	if err != nil || got != 135 {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := parsePeak([]byte("VmRSS:\t  1000 kB\n")); err == nil {
		t.Error("no peak, no error")
	}
}

func TestSpans(t *testing.T) {
	got, err := parseSpans([]byte(`[{"start":3,"end":9,"label":"Disputed"},{"start":5,"end":7,"label":"Supported"},{"start":8,"end":8,"label":"Disputed"}]`))
	want := []docview.Highlight{{ID: "0", Start: 3, End: 9}, {ID: "1", Start: 5, End: 7, Style: 1}, {ID: "2", Start: 8, End: 8}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{``, `{}`, `[{"start":-1,"end":3}]`, `[{"start":4,"end":3}]`, `[{"start":"4"}]`} {
		if _, err := parseSpans([]byte(bad)); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}

func TestKeys(t *testing.T) {
	out, err := json.Marshal(figures{})
	if err != nil {
		t.Fatal(err)
	}
	var keys map[string]any
	if err := json.Unmarshal(out, &keys); err != nil {
		t.Fatal(err)
	}
	const want = "first_frame_ms, layout_ms, add_ms, select_ms, resize_ms, scroll_p50_ms, scroll_p95_ms, scroll_max_ms, rss_mib, empty_p50_ms, empty_p95_ms, empty_rss_mib, code_points, spans"
	for key := range strings.SplitSeq(want, ", ") {
		if _, ok := keys[key]; !ok {
			t.Errorf("%s is missing", key)
		}
		delete(keys, key)
	}
	if len(keys) > 0 {
		t.Errorf("unasked: %v", keys)
	}
}
