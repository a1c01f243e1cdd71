// Package start is the first minutes with the program: the start page, and a guide in five steps.
package start

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/store"
)

// Start shows the start page.
type Start struct {
	*dialogs.Host
	Actions []Action // what can be done there, in their order
}

// Action is something that the start page offers.
type Action struct {
	Name, Keys string // Keys are "" where it has none
	Icon       fyne.Resource
	Do         func() // once the start page is closed
}

// Page is the start page: recent workspaces, what can be done, and what the samples are.
type Page struct {
	host    *Start
	Body    fyne.CanvasObject
	Recent  *dialogs.KeyList
	buttons []*dialogs.KeyButton
	paths   []string
	missing map[string]bool
	leave   func() // takes the page off the screen
}

// Sizes of the page, in pixels.
const (
	actionsWidth = 250 // at least
	recentWidth  = 520
	recentHeight = 220
)

// ShowStart shows the start page over the window.
func (s *Start) ShowStart() *Page {
	var dialog *dialogs.OpenModal
	p := s.NewPage(func() {
		if dialog != nil {
			dialog.Close()
		}
	})
	confirm := locale.T("Continue")
	if s.Workspace == nil {
		confirm = locale.T("Close")
	}
	dialog = s.ShowModal(dialogs.Modal{Title: locale.T("Welcome to Factmark"), Content: p.Body, Confirm: confirm, Focus: p.first()})
	return p
}

// NewPage makes the page; leave is called before something that was chosen on it is done.
func (s *Start) NewPage(leave func()) *Page {
	p := &Page{host: s, paths: s.Profile.Recent(), missing: map[string]bool{}, leave: leave}
	actions := container.NewVBox()
	for _, a := range s.Actions {
		caption := a.Name
		if a.Keys != "" {
			caption += "   " + a.Keys
		}
		b := dialogs.NewKeyButton(caption, s.ModalKey, func() {
			p.leave()
			a.Do()
		})
		b.Icon, b.Alignment, b.Importance = a.Icon, widget.ButtonAlignLeading, widget.LowImportance
		p.buttons = append(p.buttons, b)
		actions.Add(b)
	}
	p.Recent = dialogs.NewKeyList(s.ModalKey, func() int { return len(p.paths) }, dialogs.NewTwoLines, p.show)
	p.Recent.Leads = true
	p.Recent.OnSelected = func(i widget.ListItemID) {
		p.Recent.UnselectAll()
		p.open(p.paths[i])
	}
	var recent fyne.CanvasObject = p.Recent
	row := dialogs.NewTwoLines().MinSize().Height + 8 // with what is between two
	height := min(recentHeight, max(100, s.Win.Canvas().Size().Height-420), float32(len(p.paths))*row)
	if len(p.paths) == 0 {
		recent = hint(locale.T("Workspaces you open are listed here."))
		height = recent.MinSize().Height
	}
	wide := max(actionsWidth, actions.MinSize().Width) // captions and keys are longer in some languages
	width := min(recentWidth, max(240, s.Win.Canvas().Size().Width-wide-120))
	samples := container.New(layout.NewCustomPaddedVBoxLayout(-6))
	for _, line := range aboutSamples() {
		samples.Add(hint(line))
	}
	right := container.NewVBox(
		dialogs.Bold(locale.T("Recent workspaces")), container.NewGridWrap(fyne.NewSize(width, height), recent),
		dialogs.Bold(locale.T("Sample documents")), samples)
	left := container.NewGridWrap(fyne.NewSize(wide, actions.MinSize().Height), actions)
	if s.Win.Canvas().Size().Width < wide+440 {
		p.Body = container.NewVBox(left, right)
	} else {
		p.Body = container.NewBorder(nil, nil, container.NewVBox(left), nil, container.New(layout.NewCustomPaddedLayout(0, 0, 16, 0), right))
	}
	p.look()
	return p
}

// aboutSamples says what the sample documents are.
func aboutSamples() []string {
	return []string{
		locale.T("A new installation has a workspace with five real news reports on one event: a meeting of the UN Security Council on Afghanistan in February 2025. They repeat and contradict each other, so there are claims to compare."),
		locale.T("Try anything on them. To remove them, select them in the list of documents and press Delete."),
	}
}

func hint(text string) *widget.Label {
	l := dialogs.Small(text)
	l.Importance = widget.LowImportance
	return l
}

// first is what has the keyboard at first.
func (p *Page) first() fyne.Focusable {
	if len(p.paths) > 0 {
		return p.Recent
	}
	return p.buttons[0]
}

// look finds out which of the recent workspaces are not in their place any more.
func (p *Page) look() {
	paths, back := p.paths, p.host.Back
	back.Go(func() {
		missing := map[string]bool{}
		for _, path := range paths {
			if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
				missing[path] = true
			}
		}
		back.OnUI(func() {
			p.missing = missing
			p.Recent.Refresh()
		})
	})
}

// show fills a row of the recent workspaces.
func (p *Page) show(i widget.ListItemID, row fyne.CanvasObject) {
	path := p.paths[i]
	folder, opened := filepath.Dir(path), p.host.Profile.Opened(path)
	second := folder
	switch {
	case p.missing[path]:
		second = locale.T("Not found in {{.Folder}}", "Folder", folder)
	case p.host.Workspace != nil && p.host.Workspace.Store.Path() == path:
		second = locale.T("Open now · {{.Folder}}", "Folder", folder)
	case !opened.IsZero():
		second = locale.T("{{.When}} · {{.Folder}}", "When", format.Moment(opened, time.Now()), "Folder", folder)
	}
	dialogs.SetTwoLines(row, format.VisibleLines(store.NameOf(path)), format.VisibleLines(second))
}

// open opens a recent workspace; of one that is not in its place any more it asks whether it is to stay in the list.
func (p *Page) open(path string) {
	if !p.missing[path] {
		p.leave()
		p.host.OpenWorkspace(path)
		return
	}
	host := p.host
	host.Confirm(locale.T("Remove from the list?"), locale.T("{{.File}} was moved, renamed or deleted. If you know where it is now, open it with Open workspace.", "File", path), locale.T("Remove"), func() {
		host.KeepProfile(func() error { return host.Profile.RemoveRecent(path) }, func() {
			p.paths = host.Profile.Recent()
			p.Recent.Refresh()
		})
	})
}
