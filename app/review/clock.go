package review

import "time"

// MaxPause is the longest stretch without input that counts as time spent.
const MaxPause = 5 * time.Minute

// Clock measures the time spent on a claim: from when it was shown, with
// every input as a sign of work. Of a longer pause MaxPause counts.
type Clock struct {
	last  time.Time
	spent time.Duration
}

// Start begins to measure anew.
func (c *Clock) Start(now time.Time) { c.last, c.spent = now, 0 }

// Touch notes that there was some input.
func (c *Clock) Touch(now time.Time) {
	if gap := now.Sub(c.last); gap > 0 {
		c.spent += min(gap, MaxPause)
	}
	c.last = now
}

// Spent is the time measured up to now, which counts as input.
func (c *Clock) Spent(now time.Time) time.Duration {
	c.Touch(now)
	return c.spent
}
