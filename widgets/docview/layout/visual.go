package layout

import "sort"

// Beside gives the place for a caret on the other side of the cluster that is seen to the right, or else to the left, of
// a place (see X), whatever direction the text reads in. It is not ok where the line ends on that side.
func (line *Line) Beside(at int, upstream, right bool) (next int, nextUpstream, ok bool) {
	at = min(max(at, line.Start), line.edge)
	i, n, found := 0, 0, false
	for k := range line.Runs {
		r := &line.Runs[k]
		r.open()
		inside := !upstream && at >= r.start && at < r.end || upstream && at > r.start && at <= r.end
		if inside || !found && (at == r.start || at == r.end) {
			stop := sort.SearchInts(r.stops, at-r.start+1) - 1
			if r.RTL {
				stop = len(r.stops) - 1 - stop
			}
			i, found = n+stop, true
		}
		n += len(r.stops) - 1
		if inside {
			break
		}
	}
	if right {
		return line.across(i, true)
	}
	return line.across(i-1, false)
}

// Side gives the place for a caret at the right, or else the left, end of the line.
func (line *Line) Side(right bool) (at int, upstream bool) {
	i := 0
	if right {
		i = -1
		for k := range line.Runs {
			line.Runs[k].open()
			i += len(line.Runs[k].stops) - 1
		}
	}
	at, upstream, ok := line.across(i, right)
	if !ok {
		return line.Start, false
	}
	return at, upstream
}

// across gives the place at the right or the left side of the i-th cluster from the left.
func (line *Line) across(i int, right bool) (at int, upstream, ok bool) {
	if i < 0 {
		return 0, false, false
	}
	for k := range line.Runs {
		r := &line.Runs[k]
		r.open()
		n := len(r.stops) - 1
		if i >= n {
			i -= n
			continue
		}
		if right {
			i++
		}
		if r.RTL {
			i = n - i
		}
		return r.start + r.stops[i], i == n, true
	}
	return 0, false, false
}
