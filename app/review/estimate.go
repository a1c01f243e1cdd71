package review

import (
	"context"
	"time"

	"factmark/store"
)

// What is taken for the time of a review where none of its kind has ended here yet: seconds for a claim and, where spans are marked
// anew, code points of text in a second. That is about 120 words a minute, half of what silent reading takes (Brysbaert 2019,
// 238 words a minute).
const (
	secondsOpen    = 8
	secondsBlind   = 15
	readingASecond = 12
)

// latestSessions is how many sessions a person's pace is taken from.
const latestSessions = 5

// Estimate gives about how long a choice takes that means n claims or documents for a person: at the pace of the latest sessions of
// the kind that have ended, their own before those of others.
func Estimate(ctx context.Context, st *store.Store, c Choice, mode store.Mode, personID string, n int) (time.Duration, error) {
	if mode == store.ModeIndependent {
		documents, err := st.Documents(ctx)
		chosen, length := 0, 0
		for _, d := range documents {
			if allows(c.Documents, d.ID) {
				chosen, length = chosen+1, length+d.Length
			}
		}
		return time.Duration(float64(length) / readingASecond * float64(n) / float64(max(chosen, 1)) * float64(time.Second)), err
	}
	sessions, err := st.Sessions(ctx)
	pace := paceOf(sessions, mode, personID)
	if pace == 0 {
		pace = paceOf(sessions, mode, "")
	}
	switch {
	case pace > 0:
	case mode == store.ModeBlind:
		pace = secondsBlind
	default:
		pace = secondsOpen
	}
	return time.Duration(pace * float64(n) * float64(time.Second)), err
}

// paceOf is how many seconds a person, "" for anyone, took for a claim in the latest sessions of a mode; 0 where there are none.
func paceOf(sessions []store.ReviewSession, mode store.Mode, personID string) float64 {
	seconds, claims, read := 0.0, 0, 0
	for _, s := range sessions {
		if s.Mode != mode || s.EndedAt.IsZero() || personID != "" && s.PersonID != personID {
			continue
		}
		sum, err := ReadSummary(s)
		if err != nil || sum.Seconds <= 0 || sum.Done+sum.Skipped == 0 {
			continue // of somebody else's making, or timed by nobody
		}
		seconds, claims = seconds+sum.Seconds, claims+sum.Done+sum.Skipped
		if read++; read == latestSessions {
			break
		}
	}
	return seconds / float64(max(claims, 1))
}
