//go:build ci

package keyboard

// firstCodes are the scan codes of X11 of the first key in each of usRows.
var firstCodes = [...]int{49, 24, 38, 52}

// onUS gives the character that a hardware key has on a US keyboard, 0 for one that is not there.
// Without a window there are the scan codes of X11, so that tests can press keys.
func onUS(scanCode int) rune {
	if scanCode == firstCodes[0] {
		return '`'
	}
	for i, row := range usRows {
		first := firstCodes[i]
		if i == 0 {
			first, row = 10, row[1:]
		}
		if at := scanCode - first; at >= 0 && at < len(row) {
			return rune(row[at])
		}
	}
	return 0
}

// OwnLayout is the layout that tests type on: what its keys give without Shift, by scan codes.
var OwnLayout map[int]string

// onLayout gives the character that a hardware key has on the present layout.
func onLayout(scanCode int) string { return OwnLayout[scanCode] }
