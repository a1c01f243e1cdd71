package dialogs

import (
	"factmark/app/locale"
	"factmark/store"
)

// StatusName is what a claim's status is called on screen.
func StatusName(s store.Status) string {
	switch s {
	case store.StatusOpen:
		return locale.X("status: Open", "Open")
	case store.StatusUnanimous:
		return locale.X("status: Unanimous", "Unanimous")
	case store.StatusUnresolved:
		return locale.X("status: Disagreement", "Disagreement")
	case store.StatusAdjudicated:
		return locale.X("status: Adjudicated", "Adjudicated")
	case store.StatusRejected:
		return locale.X("status: Rejected", "Rejected")
	case store.StatusOrphaned:
		return locale.X("status: Unplaced", "Unplaced")
	}
	return string(s)
}
