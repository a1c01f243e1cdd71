package store

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"factmark/store/internal/db"
)

// Label is what can be said of a claim.
type Label struct {
	ID      string
	Name    string
	Meaning string // supported, disputed, unclear or none
	Key     string // the key that sets it, "" where there is none
	Letter  string // stands for it where there is little room
	Light   string // "#RRGGBB", on the light page
	Dark    string // "#RRGGBB", on the dark page
	Pattern string // of the underline: solid, double, dotted, dashed or wavy

	Position  int    // labels are listed by it
	Guideline string // when it is the right one, in the team's words; at most 32 kB with the names

	Group   string // under which choosers list it, "" for none
	Rating  int    // its place on a scale, 1 the worst, up to 100; 0 for none
	Retired bool   // it keeps its claims, and is offered for no new ones
}

// The ids of the labels every workspace begins with.
const (
	SupportedID     = "00000000-0000-8000-8000-000000000001"
	DisputedID      = "00000000-0000-8000-8000-000000000002"
	NotEnoughInfoID = "00000000-0000-8000-8000-000000000003"
)

func (l *Label) row() db.Row {
	retired := int64(0)
	if l.Retired {
		retired = 1
	}
	return db.Row{
		db.LabelsID: l.ID, db.LabelsName: l.Name, db.LabelsMeaning: l.Meaning, db.LabelsKey: l.Key, db.LabelsLetter: l.Letter,
		db.LabelsLight: l.Light, db.LabelsDark: l.Dark, db.LabelsPattern: l.Pattern, db.LabelsPosition: int64(l.Position), db.LabelsGuideline: l.Guideline,
		db.LabelsGroup: l.Group, db.LabelsRating: int64(l.Rating), db.LabelsRetired: retired,
	}
}

func labelOf(r db.Row) Label {
	return Label{
		ID: r.Text(db.LabelsID), Name: r.Text(db.LabelsName), Meaning: r.Text(db.LabelsMeaning), Key: r.Text(db.LabelsKey), Letter: r.Text(db.LabelsLetter),
		Light: r.Text(db.LabelsLight), Dark: r.Text(db.LabelsDark), Pattern: r.Text(db.LabelsPattern), Position: r.Number(db.LabelsPosition), Guideline: r.Text(db.LabelsGuideline),
		Group: r.Text(db.LabelsGroup), Rating: r.Number(db.LabelsRating), Retired: r.Number(db.LabelsRetired) == 1,
	}
}

// Labels gives the labels in the order of their positions.
func (s *Store) Labels(ctx context.Context) ([]Label, error) {
	return readLabels(s.reading(ctx))
}

func readLabels(q db.Querier) ([]Label, error) {
	var all []Label
	r, dest := db.Labels.Dest()
	err := q.Each("SELECT "+db.Labels.List("l")+" FROM labels l ORDER BY l.position, l.id", nil, func(scan func(...any) error) error {
		err := scan(dest...)
		all = append(all, labelOf(r))
		return err
	})
	return all, err
}

// labelName gives the name of a label, or ErrNotFound.
func labelName(q db.Querier, id string) (name string, err error) {
	found, err := q.One("SELECT name FROM labels WHERE id = ?", []any{id}, &name)
	if err == nil && !found {
		err = db.Failf(db.ErrNotFound, "the label is not in the workspace any more; nothing was changed")
	}
	return name, err
}

// AddLabel adds a label of the user's own, last in order. Its id and, where
// they are empty, its key ("1" to "9", while there are any), letter, colours
// and pattern are chosen.
func (s *Store) AddLabel(ctx context.Context, l Label) (Label, error) {
	l.ID = ""
	saved, err := s.SaveLabels(ctx, "Add label "+l.Name, l)
	if err != nil {
		return Label{}, err
	}
	return saved[0], nil
}

func (w *transaction) addLabel(l Label) (Label, error) {
	l.ID = ""
	saved := []Label{l}
	err := w.saveLabels(saved)
	return saved[0], err
}

// roomFor refuses one label more than there may be.
func roomFor(all []Label) error {
	if len(all) >= mostLabels {
		return db.Failf(db.ErrInvalid, "there are %d labels already, and no workspace can hold more; nothing was changed", mostLabels)
	}
	return nil
}

// ownLook are the colours of users' labels, dark enough on the light page and
// light enough on the dark one, and unlike the three that are there already.
var ownLook = []struct{ light, dark, pattern string }{
	{"#8E3B8A", "#D9A0D6", "wavy"},
	{"#00735A", "#4FD1AE", "solid"},
	{"#5B3FA8", "#B8A6F2", "double"},
	{"#8A4B08", "#DDA76A", "wavy"},
	{"#A61E4D", "#F59BB6", "dotted"},
	{"#3E6B00", "#A3D160", "solid"},
	{"#00707A", "#5ACBD6", "wavy"},
	{"#4A5568", "#B3BDCC", "double"},
	{"#6B2D0F", "#E0997A", "dotted"},
}

// complete chooses what was left empty.
func (l *Label) complete(all []Label) {
	keys, letters := make(map[string]bool), make(map[string]bool)
	own := 0
	for _, other := range all {
		keys[strings.ToUpper(other.Key)] = true
		letters[other.Letter] = true
		l.Position = max(l.Position, other.Position+1)
		if !other.builtIn() {
			own++
		}
	}
	for n := 1; n <= 9 && l.Key == "" && !l.Retired; n++ {
		if key := strconv.Itoa(n); !keys[key] {
			l.Key = key
		}
	}
	if l.Letter == "" {
		l.Letter = freeLetter(l.Name, letters)
	}
	look := ownLook[own%len(ownLook)]
	if l.Light == "" {
		l.Light = look.light
	}
	if l.Dark == "" {
		l.Dark = look.dark
	}
	if l.Pattern == "" {
		l.Pattern = look.pattern
	}
}

func (l *Label) builtIn() bool { return IsBuiltIn(l.ID) }

// IsBuiltIn tells of a label's id whether every workspace begins with it. Such a label is never deleted.
func IsBuiltIn(labelID string) bool {
	return labelID == SupportedID || labelID == DisputedID || labelID == NotEnoughInfoID
}

// freeLetter gives the first letter or digit of a name that no label has yet,
// or simply its first.
func freeLetter(name string, taken map[string]bool) string {
	first := ""
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		letter := string(unicode.ToUpper(r))
		if !taken[letter] {
			return letter
		}
		if first == "" {
			first = letter
		}
	}
	return first
}

// mostRating is how long a scale of ratings may be.
const mostRating = 100

var colour = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

// CheckLabel refuses a row that is no label.
func CheckLabel(r db.Row) error {
	l := labelOf(r)
	return l.check(nil)
}

// check finds what a label may not be, all being the labels there are.
func (l *Label) check(all []Label) error {
	switch {
	case strings.TrimSpace(l.Name) == "" || all != nil && NameKey(l.Name) == "":
		return db.Failf(db.ErrInvalid, "a label needs a name; nothing was changed")
	case !oneOf(l.Meaning, "supported", "disputed", "unclear", "none"):
		return db.Failf(db.ErrInvalid, "%q is no meaning of a label; choose supported, disputed, unclear or none; nothing was changed", l.Meaning)
	case !oneOf(l.Pattern, "solid", "double", "dotted", "dashed", "wavy"):
		return db.Failf(db.ErrInvalid, "%q is no pattern; choose solid, double, dotted, dashed or wavy; nothing was changed", l.Pattern)
	case !colour.MatchString(l.Light) || !colour.MatchString(l.Dark):
		return db.Failf(db.ErrInvalid, "a colour is written #RRGGBB; nothing was changed")
	case utf8.RuneCountInString(l.Key) > 1:
		return db.Failf(db.ErrInvalid, "a label has one key, not %q; nothing was changed", l.Key)
	case l.Rating < 0 || l.Rating > mostRating:
		return db.Failf(db.ErrInvalid, "a rating is a number from 1 to %d; nothing was changed", mostRating)
	case all != nil && l.Retired && l.Key != "": // where workspaces meet, one may have been given it meanwhile
		return db.Failf(db.ErrInvalid, "a retired label has no key, and %s has %s; nothing was changed", l.Name, l.Key)
	}
	for _, other := range all {
		switch {
		case other.ID == l.ID:
		case SameLabelName(other.Name, l.Name):
			return db.Failf(db.ErrInvalid, "there is a label %s already; nothing was changed", other.Name)
		case l.Key != "" && strings.EqualFold(other.Key, l.Key):
			return db.Failf(db.ErrInvalid, "the key %s is the label %s's already; nothing was changed", other.Key, other.Name)
		}
	}
	return nil
}

// NameKey is the one rule for labels of one name: it is equal for names that differ in case, in white space, in how
// accents are written (NFC or NFD), or in characters that nobody sees.
func NameKey(name string) string {
	visible := strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) {
			return -1
		}
		return r
	}, name)
	return norm.NFC.String(cases.Fold().String(norm.NFD.String(strings.Join(strings.Fields(visible), " "))))
}

// SameLabelName tells whether two names are taken for one label's.
func SameLabelName(a, b string) bool { return NameKey(a) == NameKey(b) }

func oneOf[T comparable](s T, allowed ...T) bool {
	for _, a := range allowed {
		if s == a {
			return true
		}
	}
	return false
}
