package backup

import (
	"slices"
	"time"
)

// keepLast is how many of the newest backups are always kept; before them it is one a day until keepDays days have one,
// and one a week before that, for ever.
const (
	keepLast = 10
	keepDays = 30
)

// thin tells which backups may go. Days are counted by what was made on them and not by the calendar, so that a clock
// that was years ahead or behind for a while costs no more than its own days.
func thin(all []Backup) (remove []Backup) {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, newestFirst)
	days, weeks := map[string]bool{}, map[[2]int]bool{}
	for i, b := range sorted {
		day := b.At.Format(time.DateOnly)
		year, number := b.At.ISOWeek()
		week := [2]int{year, number}
		if i >= keepLast && (days[day] || len(days) >= keepDays && weeks[week]) {
			remove = append(remove, b)
			continue
		}
		days[day], weeks[week] = true, true
	}
	return remove
}

// newestFirst orders backups by what their names say, and those of one minute by when their files were written.
func newestFirst(a, b Backup) int {
	if c := b.At.Compare(a.At); c != 0 {
		return c
	}
	if c := b.written.Compare(a.written); c != 0 {
		return c
	}
	switch {
	case a.Path > b.Path:
		return -1
	case a.Path < b.Path:
		return 1
	}
	return 0
}
