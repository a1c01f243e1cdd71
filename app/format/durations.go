package format

import (
	"fmt"
	"time"
)

// Duration writes a length of time to the second below ten minutes, to the minute above: 40 s, 2 min 05 s, 12 min, 1 h 05 min.
func Duration(d time.Duration) string {
	s := int(d.Round(time.Second) / time.Second)
	switch {
	case s < 60:
		return fmt.Sprintf("%d s", s)
	case s < 600:
		return fmt.Sprintf("%d min %02d s", s/60, s%60)
	}
	return Minutes(time.Duration(s/60) * time.Minute)
}

// Seconds is Duration for a number of seconds.
func Seconds(s float64) string { return Duration(time.Duration(s * float64(time.Second))) }

// Minutes writes a length of time to the nearest minute: 12 min, 1 h 05 min.
func Minutes(d time.Duration) string {
	m := int(d.Round(time.Minute) / time.Minute)
	if m < 60 {
		return fmt.Sprintf("%d min", m)
	}
	return fmt.Sprintf("%d h %02d min", m/60, m%60)
}
