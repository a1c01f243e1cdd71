package main

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"time"
)

func ms(d time.Duration) float64 { return math.Round(float64(d)/1e4) / 100 }

// quantile gives the least of the times that is no smaller than the share q of them, in milliseconds.
func quantile(times []time.Duration, q float64) float64 {
	sorted := slices.Sorted(slices.Values(times))
	return ms(sorted[max(0, int(math.Ceil(q*float64(len(sorted))))-1)])
}

var peakLine = regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB$`)

// peak gives the most memory that was ever resident in this process, in MiB.
func peak() (float64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, fmt.Errorf("asking for the memory used: %w", err)
	}
	return parsePeak(status)
}

func parsePeak(status []byte) (float64, error) {
	m := peakLine.FindSubmatch(status)
	if m == nil {
		return 0, fmt.Errorf("asking for the memory used: no peak in %d bytes of status", len(status))
	}
	kib, err := strconv.ParseFloat(string(m[1]), 64)
	return math.Round(kib/1024*10) / 10, err
}
