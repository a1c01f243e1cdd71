package store

import "factmark/store/internal/db"

// Status is the state of a claim.
type Status string

const (
	StatusOpen        Status = "open"
	StatusUnanimous   Status = "unanimous"   // all who have said something of it say the same
	StatusAdjudicated Status = "adjudicated" // someone has decided between people, or on their own
	StatusUnresolved  Status = "unresolved"  // people differ
	StatusRejected    Status = "rejected"    // the span is no claim
	StatusOrphaned    Status = "orphaned"    // it has lost its place in the text
)

// Statuses are all of them, in the order in which they are offered.
var Statuses = []Status{StatusOpen, StatusUnanimous, StatusAdjudicated, StatusUnresolved, StatusRejected, StatusOrphaned}

// SettledBySomeone tells of a claim what isSettled does, also where it has lost its place since.
func (c *Claim) SettledBySomeone() bool {
	return c.Status == StatusAdjudicated || (c.Status == StatusRejected || c.Status == StatusOrphaned) && c.ReviewerID != ""
}

// StatusInPlace is the status that a claim has or, where it has lost its place,
// that what else it says of how it was settled stands for.
func (c *Claim) StatusInPlace() Status {
	return Status(db.StatusInPlace(string(c.Status), c.FinalLabelID, c.ReviewerID))
}
