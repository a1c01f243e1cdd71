// Package profile keeps what belongs to the user and not to a workspace: who they are, how the window looks, and
// which workspaces they opened last.
package profile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"factmark/store"
)

// Theme is the choice of colours.
type Theme string

// The themes. System follows the desktop.
const (
	System Theme = "system"
	Light  Theme = "light"
	Dark   Theme = "dark"
)

// The reading text's size, in pixels.
const (
	DefaultTextSize = 17
	MinTextSize     = 10
	MaxTextSize     = 40
)

const (
	maxRecent = 10
	maxWarned = 100
)

// Person is the user as their changes name them.
type Person struct{ ID, Name string }

// Profile is the user's own settings. It is safe for concurrent use. Every Set method writes the file before it
// returns; on an error the new value holds until the program ends.
type Profile struct {
	mu      sync.Mutex
	path    string
	damaged string
	kept    bool // the file holds the person's id
	data    data
}

// data is the file.
type data struct {
	PersonID     string               `json:"person_id"`
	Name         string               `json:"name"`
	NameAsked    bool                 `json:"name_asked"`
	Theme        Theme                `json:"theme"`
	TextSize     float32              `json:"text_size"`
	Recent       []string             `json:"recent"`
	Opened       map[string]time.Time `json:"opened,omitempty"` // when those were
	Started      bool                 `json:"start_page_shown"`
	Folder       string               `json:"folder"`
	ByCharacters bool                 `json:"drags_by_characters"`
	MarginMarks  bool                 `json:"margin_marks"`
	Numbers      bool                 `json:"paragraph_numbers"`
	NoDates      bool                 `json:"relative_dates_unmarked"`
	Suggest      bool                 `json:"suggested_claims"`
	Apart        bool                 `json:"claims_scroll_apart,omitempty"`
	Width        float32              `json:"window_width"`
	Height       float32              `json:"window_height"`
	Warned       []string             `json:"warned_of_place"`
	Backups      string               `json:"backups"`
	Evidence     bool                 `json:"evidence_panel"`
	Lower        float32              `json:"evidence_panel_height"`

	Language    string  `json:"language,omitempty"`
	ReadingFont string  `json:"reading_font,omitempty"`
	LineHeight  float32 `json:"line_height,omitempty"`
	Columns     int     `json:"letters_in_a_line,omitempty"`

	HighContrast bool    `json:"high_contrast,omitempty"`
	WindowScale  float32 `json:"window_scale,omitempty"`

	Keys     map[string]string          `json:"keys,omitempty"`
	Commands []string                   `json:"recent_commands,omitempty"`
	Mappings map[string]json.RawMessage `json:"table_mappings,omitempty"`
	Export   json.RawMessage            `json:"export,omitempty"`
	Review   json.RawMessage            `json:"review,omitempty"`
	Folders  map[FileKind]string        `json:"folders,omitempty"`
}

// Load reads the profile from the user's configuration folder. Where there is none yet, a person is made and the
// defaults hold; the file appears with the first Save. A damaged file is set aside (see Damaged) and the defaults
// hold. An error means that the folder is unknown or the file cannot be read.
func Load() (*Profile, error) {
	folder, err := os.UserConfigDir()
	if err != nil {
		return nil, fmt.Errorf("the folder for your settings is unknown: %w", err)
	}
	return load(filepath.Join(folder, "factmark", "profile.json"))
}

func load(path string) (*Profile, error) {
	p := &Profile{path: path}
	content, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("your settings cannot be read: %w", err)
	default:
		if json.Unmarshal(content, &p.data) != nil || uuid.Validate(p.data.PersonID) != nil {
			p.data = data{}
			p.damaged = path + ".damaged"
			if err := os.Rename(path, p.damaged); err != nil {
				return nil, fmt.Errorf("your settings are damaged and cannot be set aside: %w", err)
			}
		}
		p.kept = p.damaged == ""
	}
	if err := p.data.complete(); err != nil {
		return nil, err
	}
	return p, nil
}

// complete puts a sensible value wherever there is none.
func (d *data) complete() error {
	if d.PersonID == "" {
		id, err := uuid.NewV7()
		if err != nil {
			return fmt.Errorf("making an id for you: %w", err)
		}
		d.PersonID = id.String()
	}
	if d.Theme != Light && d.Theme != Dark {
		d.Theme = System
	}
	if !(d.TextSize >= MinTextSize && d.TextSize <= MaxTextSize) {
		d.TextSize = DefaultTextSize
	}
	if !(d.LineHeight >= MinLineHeight && d.LineHeight <= MaxLineHeight) {
		d.LineHeight = DefaultLineHeight
	}
	if d.Columns < MinColumns || d.Columns > MaxColumns {
		d.Columns = DefaultColumns
	}
	d.WindowScale = NearestWindowScale(d.WindowScale)
	if !isWindow(d.Width, d.Height) {
		d.Width, d.Height = 0, 0
	}
	if !(d.Lower >= 1 && d.Lower < 1e5) {
		d.Lower = 0
	}
	d.Recent = d.Recent[:min(len(d.Recent), maxRecent)]
	d.Commands = d.Commands[:min(len(d.Commands), mostRecentCommands)]
	return nil
}

func isWindow(width, height float32) bool {
	return width >= 1 && height >= 1 && width < 1e5 && height < 1e5
}

// Save writes the file: whole or not at all, readable by the user alone.
func (p *Profile) Save() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.save()
}

func (p *Profile) change(f func(*data)) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	f(&p.data)
	return p.save()
}

func (p *Profile) save() error {
	content, err := json.MarshalIndent(p.data, "", "  ")
	if err != nil {
		return fmt.Errorf("saving your settings: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(p.path), 0o700); err != nil {
		return fmt.Errorf("saving your settings: %w", err)
	}
	err = store.ReplaceFile(p.path, 0o600, func(out io.Writer) error {
		_, err := out.Write(append(content, '\n'))
		return err
	})
	if err != nil {
		if of, is := errors.AsType[*fs.PathError](err); is { // the path is that of a temporary file
			err = of.Err
		}
		return fmt.Errorf("saving your settings in %s: %w", p.path, err)
	}
	p.kept = true
	return nil
}

// Kept tells whether the settings file holds the person's id, so that it is the same at the next start.
func (p *Profile) Kept() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.kept
}

// Damaged is where Load put a settings file it could not read; "" when there was none.
func (p *Profile) Damaged() string { return p.damaged }

// Person is who the user is. Until they give a name, it is the one they have on this computer.
func (p *Profile) Person() Person {
	p.mu.Lock()
	defer p.mu.Unlock()
	name := p.data.Name
	if name == "" {
		name = SystemName()
	}
	return Person{ID: p.data.PersonID, Name: name}
}

// SetName keeps the user's name, white space around it dropped, and that it was asked for. An empty name goes back
// to the one they have on this computer.
func (p *Profile) SetName(name string) error {
	return p.change(func(d *data) { d.Name, d.NameAsked = strings.TrimSpace(name), true })
}

// NameAsked tells whether the user was asked for their name, whatever they answered.
func (p *Profile) NameAsked() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.data.NameAsked
}

// SetNameAsked keeps that the user was asked for their name.
func (p *Profile) SetNameAsked() error { return p.change(func(d *data) { d.NameAsked = true }) }

// Theme is the chosen theme.
func (p *Profile) Theme() Theme {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.data.Theme
}

// SetTheme keeps one of the three themes; any other becomes System.
func (p *Profile) SetTheme(theme Theme) error {
	if theme != Light && theme != Dark {
		theme = System
	}
	return p.change(func(d *data) { d.Theme = theme })
}

// TextSize is the reading text's size in pixels, from MinTextSize to MaxTextSize.
func (p *Profile) TextSize() float32 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.data.TextSize
}

// SetTextSize keeps a size in pixels, brought within MinTextSize and MaxTextSize.
func (p *Profile) SetTextSize(size float32) error {
	if !(size >= MinTextSize) { // not a number is no size either
		size = MinTextSize
	}
	return p.change(func(d *data) { d.TextSize = min(size, MaxTextSize) })
}

// Warned tells whether the user was warned of the place that a workspace lies in.
func (p *Profile) Warned(path string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Contains(p.data.Warned, path)
}

// SetWarned keeps that they were. The last hundred workspaces are remembered.
func (p *Profile) SetWarned(path string) error {
	return p.change(func(d *data) {
		others := slices.DeleteFunc(slices.Clone(d.Warned), func(other string) bool { return other == path })
		d.Warned = append([]string{path}, others[:min(len(others), maxWarned-1)]...)
	})
}

// ParagraphNumbers tells whether the paragraphs of a text are numbered at its side.
func (p *Profile) ParagraphNumbers() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.data.Numbers
}

// SetParagraphNumbers keeps whether paragraphs are numbered.
func (p *Profile) SetParagraphNumbers(shown bool) error {
	return p.change(func(d *data) { d.Numbers = shown })
}

// RelativeDates tells whether weekdays and relative dates are marked in texts without a date.
func (p *Profile) RelativeDates() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.data.NoDates
}

// SetRelativeDates keeps whether relative dates are marked.
func (p *Profile) SetRelativeDates(marked bool) error {
	return p.change(func(d *data) { d.NoDates = !marked })
}

// SuggestedClaims tells whether sentences worth checking are marked in the text.
func (p *Profile) SuggestedClaims() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.data.Suggest
}

// SetSuggestedClaims keeps whether sentences worth checking are marked.
func (p *Profile) SetSuggestedClaims(marked bool) error {
	return p.change(func(d *data) { d.Suggest = marked })
}

// Backups is the folder the user chose for backups; "" where it is the usual one.
func (p *Profile) Backups() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.data.Backups
}

// BackupFolder is the folder that the user has chosen for backups, or the usual one. An error means that their data
// folder is unknown.
func (p *Profile) BackupFolder() (string, error) {
	if chosen := p.Backups(); chosen != "" {
		return chosen, nil
	}
	return DefaultBackups()
}

// SetBackups keeps the folder for backups; "" goes back to the usual one.
func (p *Profile) SetBackups(path string) error {
	return p.change(func(d *data) { d.Backups = path })
}

// Mappings are what the user has said of the columns of tables, by the names that they gave it.
func (p *Profile) Mappings() map[string]json.RawMessage {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.data.Mappings)
}

// SetMapping keeps a mapping under a name, in place of one that has it; nil takes it away.
func (p *Profile) SetMapping(name string, mapping json.RawMessage) error {
	return p.change(func(d *data) {
		all := maps.Clone(d.Mappings)
		if all == nil {
			all = map[string]json.RawMessage{}
		}
		if all[name] = mapping; mapping == nil {
			delete(all, name)
		}
		d.Mappings = all
	})
}

// Export is what was chosen for the last export, nil when never kept.
func (p *Profile) Export() json.RawMessage {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.data.Export
}

// Review is what was chosen for the last review session, nil when never kept.
func (p *Profile) Review() json.RawMessage {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.data.Review
}

// SetReview keeps what was chosen for a review session.
func (p *Profile) SetReview(choices json.RawMessage) error {
	return p.change(func(d *data) { d.Review = choices })
}

// SetExport keeps what was chosen for an export.
func (p *Profile) SetExport(choices json.RawMessage) error {
	return p.change(func(d *data) { d.Export = choices })
}

// WindowSize is the window's last width and height in Fyne's device-independent pixels; 0, 0 when never kept.
func (p *Profile) WindowSize() (width, height float32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.data.Width, p.data.Height
}

// EvidencePanel tells whether the evidence panel is shown, and its height in pixels, 0 when never kept.
func (p *Profile) EvidencePanel() (shown bool, height float32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.data.Evidence, p.data.Lower
}

// SetEvidencePanel keeps whether the evidence panel is shown, and its height in pixels.
func (p *Profile) SetEvidencePanel(shown bool, height float32) error {
	return p.change(func(d *data) { d.Evidence, d.Lower = shown, height })
}

// SetWindowSize keeps the window's width and height. A size that no window has is an error.
func (p *Profile) SetWindowSize(width, height float32) error {
	if !isWindow(width, height) {
		return fmt.Errorf("a window of %g by %g cannot be kept", width, height)
	}
	return p.change(func(d *data) { d.Width, d.Height = width, height })
}
