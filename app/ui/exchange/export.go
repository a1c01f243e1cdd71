package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/dataset"
	"factmark/app/format"
	"factmark/app/handover"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// Exchange shows what goes out of a workspace to others and comes back: tables, packages, merges, conflicts, people.
type Exchange struct {
	*dialogs.Host
	OnExported func() // claims were written to a file; may be nil
}

// exportDialog is the dialog that writes labelled claims for other programs.
type exportDialog struct {
	host   *Exchange
	model  *workspace.Workspace
	Dialog *dialogs.OpenModal

	Format     *dialogs.KeySelect
	about      *widget.Label // what the format holds
	Scope      *dialogs.RadioGroup
	Finished   *dialogs.KeyCheck
	Labels     *dialogs.CheckGroup
	Statuses   *dialogs.CheckGroup
	People     *dialogs.CheckGroup // nil until they are known
	people     *fyne.Container
	Texts      *dialogs.KeyCheck // leave them out
	Pseudonyms *dialogs.KeyCheck
	Bom        *dialogs.KeyCheck
	safe       *dialogs.KeyCheck
	Split      *dialogs.KeySelectEntry
	Path       *dialogs.KeyEntry
	named      bool // the file has a name the user gave it
	Count      *widget.Label
	Waiting    *widget.Label // that conflicts wait
	Warning    *dialogs.FormProblem
	bar        *widget.ProgressBar

	formats   []*dataset.Format
	ids       map[string]string // label ids by the names that are shown
	personIDs map[string]string // likewise
	Rows      int               // how many claims would be written
	asked     workspace.Latest  // counts
	looked    workspace.Latest  // at the path
	cancel    context.CancelFunc
}

// choices are what is remembered from one export to the next.
type choices struct {
	Format         string
	WithoutTexts   bool
	Pseudonyms     bool
	BOM, SheetSafe bool
	Split          string
}

var notSplit = locale.Mark("Not split")

// ShowExport opens the dialog that writes labelled claims for other programs, and returns it.
func (x *Exchange) ShowExport() *exportDialog {
	e := &exportDialog{host: x, model: x.Workspace, ids: map[string]string{}, personIDs: map[string]string{}}
	var titles []string
	for _, f := range dataset.Formats {
		if f.Leaves() {
			e.formats, titles = append(e.formats, f), append(titles, locale.T(f.Title))
		}
	}
	e.Format = dialogs.NewKeySelect(titles, x.ModalKey)
	e.about = dialogs.Small("")
	e.about.Wrapping = fyne.TextWrapWord
	e.Scope = dialogs.NewRadioRow(x.ModalKey, dialogs.ScopeDocument, dialogs.ScopeWorkspace)
	e.Scope.OnChanged = func(string) {
		e.name()
		e.recount()
	}
	check := func(text string) *dialogs.KeyCheck {
		c := dialogs.NewKeyCheck(x.ModalKey)
		c.Text = text
		return c
	}
	e.Finished = check(locale.T("Finished documents only"))
	e.Finished.OnChanged = func(bool) { e.recount() }
	var names []string
	for _, l := range slices.Concat(e.model.Labels, []store.Label{workspace.NoLabel}) {
		name := dialogs.Badge(l) + "  " + l.Name
		names = append(names, name)
		e.ids[name] = l.ID
	}
	e.Labels = dialogs.NewCheckGroup(x.ModalKey, false, names...)
	e.Labels.OnChanged = func([]string) { e.recount() }
	var statuses []string
	for _, s := range store.Statuses {
		statuses = append(statuses, dialogs.StatusName(s))
	}
	e.Statuses = dialogs.NewCheckGroup(x.ModalKey, false, statuses...)
	e.Statuses.OnChanged = func([]string) { e.recount() }
	e.people = container.NewStack()
	e.Texts, e.Pseudonyms = check(locale.T("Leave out document texts")), check(locale.T("Use pseudonyms for people"))
	e.Bom, e.safe = check(locale.T("Byte-order mark (for accents in Excel)")), check(locale.T("Safe for spreadsheets: an apostrophe before text that could be read as a formula"))
	e.Split = dialogs.NewKeySelectEntry([]string{locale.T(notSplit), "80/10/10", "70/15/15", "90/5/5", "80/20/0"}, x.ModalKey)
	e.Split.SetText(locale.T(notSplit))
	e.Path = dialogs.NewKeyEntry(x.ModalKey)
	e.Count = dialogs.Bold("")
	e.Waiting = dialogs.Wrapped("")
	e.Waiting.Importance = widget.WarningImportance
	e.Waiting.Hide()
	e.Warning = x.NewFormProblem(1)
	e.bar = widget.NewProgressBar()
	e.bar.Hide()

	few := func(choice fyne.CanvasObject) fyne.CanvasObject {
		scroll := container.NewVScroll(choice)
		scroll.SetMinSize(fyne.NewSize(0, 4.5*widget.NewCheck(" ", nil).MinSize().Height))
		return scroll
	}
	column := func(title string, choice fyne.CanvasObject) fyne.CanvasObject {
		return container.NewBorder(dialogs.Section(title), nil, nil, nil, choice)
	}
	about := container.NewVScroll(e.about)
	about.SetMinSize(fyne.NewSize(0, 2.4*e.about.MinSize().Height))
	format := container.New(layout.NewFormLayout(), widget.NewLabel(locale.T("Format")), e.Format)
	scope := container.New(layout.NewFormLayout(),
		widget.NewLabel(""), about,
		widget.NewLabel(locale.T("Documents")), container.NewHBox(e.Scope, e.Finished),
	)
	rest := container.New(layout.NewFormLayout(),
		dialogs.Top(widget.NewLabel(locale.T("Options"))), container.NewVBox(container.NewGridWithColumns(2, e.Texts, e.Pseudonyms), e.Bom, e.safe),
		widget.NewLabel(locale.T("Train/dev/test")), e.Warning.Framed(e.Split),
	)
	file := container.New(layout.NewFormLayout(),
		widget.NewLabel(locale.T("File")), x.PathRow(e.Warning.Framed(e.Path), func() { x.ChoosePlace(profile.Exports, e.Path, locale.T("Export to")) }),
	)
	chosen := container.NewGridWithColumns(3, column(locale.T("Labels"), few(e.Labels)), column(locale.T("Status"), few(e.Statuses)), column(locale.T("Annotators"), e.people))
	body := container.NewVScroll(container.NewVBox(scope, chosen, rest))
	body.SetMinSize(fyne.NewSize(0, min(body.Content.MinSize().Height, x.Win.Canvas().Size().Height-330)))
	e.Dialog = x.ShowModal(dialogs.Modal{
		Title: locale.T("Export labelled claims"), Width: 680,
		Content: container.NewVBox(format, body, file, e.Count, e.Waiting, e.Warning.Body, e.bar),
		Confirm: locale.T("Export"), Cancel: locale.T("Cancel"), OnConfirm: e.start, OnClose: e.stop, Focus: e.Path, Scroll: body,
	})
	e.restore()
	e.name()
	e.Path.OnChanged = func(path string) {
		e.named = path != e.proposed()
		e.checkPath()
	}
	e.Split.OnChanged = func(string) { e.checkPath() }
	e.Scope.SetSelected(dialogs.ScopeWorkspace)
	if e.model.Document.ID == "" {
		e.Scope.Disable()
	}
	e.Format.OnChanged = func(string) { e.formatChanged() }
	e.formatChanged()
	e.listPeople(few)
	return e
}

// name proposes a file named after the workspace and what of it is exported, until the user gives another.
func (e *exportDialog) name() {
	if !e.named {
		e.Path.SetPath(e.proposed())
	}
}

func (e *exportDialog) proposed() string {
	of := locale.T("all documents")
	if e.Scope.Selected == dialogs.ScopeDocument {
		of = dialogs.FileName(e.model.Document.Title)
	}
	return filepath.Join(e.host.LastFolder(profile.Exports), store.NameOf(e.model.Store.Path())+", "+of+extensionOf(e.format()))
}

// extensionOf is what the name of a file in a format ends in: an archive is offered where it would be a folder.
func extensionOf(f *dataset.Format) string {
	if f.IsFolder("x" + f.Extension) {
		return ".zip"
	}
	return f.Extension
}

// restore chooses what was chosen for the last export.
func (e *exportDialog) restore() {
	last := choices{Format: e.formats[0].Name}
	_ = json.Unmarshal(e.host.Profile.Export(), &last) // what cannot be read is not chosen
	i := max(0, slices.IndexFunc(e.formats, func(f *dataset.Format) bool { return f.Name == last.Format }))
	e.Format.SetSelectedIndex(i)
	e.Texts.SetChecked(last.WithoutTexts)
	e.Pseudonyms.SetChecked(last.Pseudonyms)
	e.Bom.SetChecked(last.BOM)
	e.safe.SetChecked(last.SheetSafe)
	if last.Split != "" && last.Split != notSplit {
		e.Split.SetText(last.Split)
	}
}

func (e *exportDialog) remember() {
	split := strings.TrimSpace(e.Split.Text)
	if split == locale.T(notSplit) { // whatever the language is the next time
		split = ""
	}
	kept, err := json.Marshal(choices{e.format().Name, e.Texts.Checked, e.Pseudonyms.Checked, e.Bom.Checked, e.safe.Checked, split})
	if err == nil {
		e.host.KeepProfile(func() error { return e.host.Profile.SetExport(kept) }, nil)
	}
}

func (e *exportDialog) format() *dataset.Format { return e.formats[max(0, e.Format.SelectedIndex())] }

// formatChanged shows what the chosen format holds and the options that it has, and gives the file its extension.
func (e *exportDialog) formatChanged() {
	f := e.format()
	e.about.SetText(aboutFormat(f))
	dialogs.SetVisible(e.Bom, f.Table)
	dialogs.SetVisible(e.safe, f.Table)
	if f.Texts {
		e.Texts.SetChecked(false)
		e.Texts.Disable()
	} else {
		e.Texts.Enable()
	}
	e.name()
	if path := e.Path.Text; e.named {
		for _, other := range e.formats {
			if extension := extensionOf(other); extension != "" && strings.HasSuffix(path, extension) {
				e.Path.SetText(strings.TrimSuffix(path, extension) + extensionOf(f))
				break
			}
		}
	}
	e.recount()
}

// aboutFormat says in a few lines what a format is.
func aboutFormat(f *dataset.Format) string {
	said := locale.T("No offsets.")
	if words := f.Unit.Words(); words != "" {
		said = locale.T("Offsets count {{.Unit}}.", "Unit", locale.T(words))
	}
	return strings.Join(append([]string{said, f.HoldsWords()}, f.Remarks...), " ")
}

// listPeople offers those who are known in the workspace.
func (e *exportDialog) listPeople(few func(fyne.CanvasObject) fyne.CanvasObject) {
	model := e.model
	model.Back.Go(func() {
		all, err := model.Store.KnownPeople(model.Ctx)
		model.Back.OnUI(func() {
			if err != nil {
				model.Fail(fmt.Errorf("reading who is known: %w", err))
				return
			}
			var names []string
			for _, p := range all {
				if p.SameAs != "" {
					continue
				}
				name := dialogs.VisualOrder(format.Someone(format.NameLine(p.Name)))
				for n := 2; e.personIDs[name] != ""; n++ {
					name = fmt.Sprintf("%s (%d)", format.NameLine(p.Name), n)
				}
				e.personIDs[name] = p.ID
				names = append(names, name)
			}
			e.People = dialogs.NewCheckGroup(e.host.ModalKey, false, names...)
			e.People.OnChanged = func([]string) { e.recount() }
			e.people.Add(few(e.People))
		})
	})
}

func (e *exportDialog) filter() store.Filter {
	f := store.Filter{Finished: e.Finished.Checked}
	if e.Scope.Selected == dialogs.ScopeDocument {
		f.DocumentIDs = []string{e.model.Document.ID}
	}
	if len(e.Labels.Selected) < len(e.Labels.Options) {
		f.LabelIDs = []string{}
		for _, name := range e.Labels.Selected {
			f.LabelIDs = append(f.LabelIDs, e.ids[name])
		}
	}
	if len(e.Statuses.Selected) < len(e.Statuses.Options) {
		f.Statuses = []store.Status{}
		for _, s := range store.Statuses {
			if slices.Contains(e.Statuses.Selected, dialogs.StatusName(s)) {
				f.Statuses = append(f.Statuses, s)
			}
		}
	}
	if e.People != nil && len(e.People.Selected) < len(e.People.Options) {
		f.PersonIDs = []string{}
		for _, name := range e.People.Selected {
			f.PersonIDs = append(f.PersonIDs, e.personIDs[name])
		}
	}
	return f
}

// options are what the dialog says of how to write.
func (e *exportDialog) options() (o dataset.Options, err error) {
	f := e.format()
	o = dataset.Options{BOM: f.Table && e.Bom.Checked, SpreadsheetSafe: f.Table && e.safe.Checked, WithoutTexts: e.Texts.Checked, Pseudonyms: e.Pseudonyms.Checked}
	if split := strings.TrimSpace(e.Split.Text); split != "" && split != notSplit && split != locale.T(notSplit) {
		o.Split, err = dataset.ParseSplit(split)
	}
	return o, err
}

// recount says how many claims the choice would write.
func (e *exportDialog) recount() {
	current, filter, model := e.asked.Ask(), e.filter(), e.model
	model.Back.Go(func() {
		n, err := model.Store.CountLabelled(model.Ctx, filter)
		var waiting store.ConflictCounts
		if err == nil {
			waiting, err = model.Store.ConflictsAmong(model.Ctx, filter)
		}
		model.Back.OnUI(func() {
			if !current() {
				return
			}
			if err != nil {
				model.Fail(fmt.Errorf("counting the claims: %w", err))
				return
			}
			e.Rows = n
			said := locale.N("{{.N}} claims will be exported.", n)
			if n == 0 {
				said = locale.T("No claims match; the export will be empty.")
			}
			e.Count.SetText(said)
			e.Waiting.SetText(handover.Waiting(waiting))
			dialogs.SetVisible(e.Waiting, waiting.Conflicts > 0)
			e.checkPath()
		})
	})
}

// checkPath says what stands against the chosen file, before anything is written.
func (e *exportDialog) checkPath() {
	if e.Dialog == nil {
		return
	}
	allow := func(possible bool) { e.Dialog.Allow(possible && e.cancel == nil) }
	o, err := e.options()
	if err != nil {
		e.Warning.Standing(e.Split, workspace.Sentence(err), false)
		allow(false)
		return
	}
	path, f, model := e.Path.Path(), e.format(), e.model
	paths := dataset.Paths(path, f, o)
	if path == "" || len(paths) == 1 && !f.IsFolder(path) {
		e.looked.Ask()
		e.host.CheckPath(e.Path, e.Warning, allow)
		return
	}
	current := e.looked.Ask()
	model.Back.Go(func() {
		said, possible := lookAtAll(paths, f)
		model.Back.OnUI(func() {
			if current() {
				e.Warning.Standing(e.Path, said, possible)
				allow(possible)
			}
		})
	})
}

// start writes the export, once it is said that files that are there may be replaced.
func (e *exportDialog) start() bool {
	path, filter, total, f := e.Path.Path(), e.filter(), e.Rows, e.format()
	options, err := e.options()
	if err != nil {
		return e.Warning.At(e.Split, workspace.Sentence(err))
	}
	if e.cancel == nil {
		e.host.BeforeReplacing(e.Dialog, dataset.Paths(path, f, options), func() { e.write(path, f, filter, total, options) })
	}
	return false
}

// write writes the export; the dialog stays open until it is written.
func (e *exportDialog) write(path string, f *dataset.Format, filter store.Filter, total int, options dataset.Options) {
	options.Progress = func(done int) { e.model.Back.OnUI(func() { e.bar.SetValue(float64(done)) }) }
	ctx, cancel := context.WithCancel(e.model.Ctx)
	e.cancel = cancel
	e.Dialog.Ok.Disable()
	e.bar.Max = float64(max(total, 1))
	e.bar.Show()
	model := e.model
	model.Back.Go(func() {
		report, err := dataset.Save(ctx, path, model.Store, f, filter, options)
		model.Back.OnUI(func() { e.ended(path, f, options, report, err) })
	})
}

func (e *exportDialog) ended(path string, f *dataset.Format, options dataset.Options, report dataset.Report, err error) {
	if errors.Is(err, context.Canceled) {
		e.model.Notices.Send(locale.T("Export cancelled. No file was written."))
		return
	}
	e.cancel = nil
	e.bar.Hide()
	if err != nil {
		e.checkPath()
		e.model.Fail(fmt.Errorf("exporting to %s: %w", path, err))
		return
	}
	e.host.RememberFolder(profile.Exports, filepath.Dir(path))
	e.remember()
	e.Dialog.Close()
	if e.host.OnExported != nil {
		e.host.OnExported()
	}
	said := locale.N("{{.N}} claims exported to {{.File}}.", report.Rows, "File", strings.Join(dataset.Paths(path, f, options), ", "))
	if n := report.Formulas; n > 0 && !options.SpreadsheetSafe {
		said += " " + locale.N("{{.N}} cells could be read as formulas by a spreadsheet.", n)
	}
	if waits := handover.Waiting(report.Conflicts); waits != "" {
		said += " " + waits
	}
	e.model.Notices.Send(said)
	e.host.tellDamaged(dataset.MisplacedWords(report.Misplaced), dataset.NULWords(report.NUL))
	if len(report.Lost) > 0 {
		e.host.showReport(said, f, options, report)
	}
}

// tellDamaged says what is wrong with claims that were written, which is no small remark.
func (x *Exchange) tellDamaged(words ...string) {
	words = slices.DeleteFunc(words, func(s string) bool { return s == "" })
	if len(words) == 0 {
		return
	}
	text := dialogs.Wrapped(strings.Join(words, "\n"))
	x.ShowModal(dialogs.Modal{Title: locale.T("Some claims are damaged"), Content: text, Confirm: locale.T("Close"), Width: 460})
}

func (e *exportDialog) stop() {
	e.asked.Ask() // a count comes too late now
	if e.cancel != nil {
		e.cancel()
	}
}
