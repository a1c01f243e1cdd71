package format

import (
	"testing"
	"time"
)

func TestSecondsInWords(t *testing.T) {
	for seconds, want := range map[float64]string{0: "0 s", 0.6: "1 s", 59.4: "59 s", 59.6: "1 min 00 s", 61: "1 min 01 s", 600: "10 min", 3599: "59 min", 3900: "1 h 05 min"} {
		if got := Seconds(seconds); got != want {
			t.Errorf("%v s is %q, want %q", seconds, got, want)
		}
	}
}

func TestLengthsOfTime(t *testing.T) {
	for _, test := range []struct {
		d                 time.Duration
		duration, minutes string
	}{
		{0, "0 s", "0 min"},
		{400 * time.Millisecond, "0 s", "0 min"},
		{600 * time.Millisecond, "1 s", "0 min"},
		{40 * time.Second, "40 s", "1 min"},
		{59*time.Second + 600*time.Millisecond, "1 min 00 s", "1 min"},
		{125 * time.Second, "2 min 05 s", "2 min"},
		{10 * time.Minute, "10 min", "10 min"},
		{12*time.Minute + 59*time.Second, "12 min", "13 min"},
		{59*time.Minute + 40*time.Second, "59 min", "1 h 00 min"},
		{65 * time.Minute, "1 h 05 min", "1 h 05 min"},
		{100*time.Hour + time.Minute, "100 h 01 min", "100 h 01 min"},
	} {
		if d, m := Duration(test.d), Minutes(test.d); d != test.duration || m != test.minutes {
			t.Errorf("%v: %q and %q, want %q and %q", test.d, d, m, test.duration, test.minutes)
		}
	}
}
