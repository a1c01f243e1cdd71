package locale

import (
	"strconv"
	"strings"
)

// Source of the separators: CLDR 46, Spanish and French without a country; in Spanish a number of four digits has none.
var separators = map[string]struct {
	thousands, decimal string
	least              int // digits of a number with separators
}{
	"en": {",", ".", 4},
	"de": {".", ",", 4},
	"es": {".", ",", 5},
	"fr": {"\u202f", ",", 4},
}

// Number writes a whole number with the separators of the language.
func Number(n int) string { return current.Load().number(n) }

func (c *catalog) number(n int) string {
	s, digits := separators[c.name], strconv.Itoa(n)
	if len(strings.TrimPrefix(digits, "-")) < s.least {
		return digits
	}
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + s.thousands + digits[at:]
	}
	return digits
}

// Decimal writes a number of digits, such as strconv and fmt give it, with the decimal separator of the language.
func Decimal(digits string) string {
	return strings.Replace(digits, ".", separators[Language()].decimal, 1)
}
