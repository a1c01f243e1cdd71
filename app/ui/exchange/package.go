package exchange

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image/color"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
	"factmark/store/merge"
	"factmark/widgets/textfield"
)

// packageDialog is the dialog that makes a package for someone.
type packageDialog struct {
	host   *Exchange
	model  *workspace.Workspace
	Dialog *dialogs.OpenModal

	documents []store.Document
	chosen    map[string]bool
	list      *dialogs.KeyList
	Count     *widget.Label
	How       *dialogs.RadioGroup
	Whom      *dialogs.KeyEntry
	Ask       *textfield.Field
	Path      *dialogs.KeyEntry
	named     bool // the file has a name the user gave it
	drafts    *dialogs.DraftForm
	Problem   *dialogs.FormProblem
	bar       *widget.ProgressBar
	cancel    context.CancelFunc
}

// What goes into a package, as the dialog names it.
var (
	PackLabels = locale.Mark("Claims with labels")
	PackBlind  = locale.Mark("Claims without labels, for a second opinion")
	PackTexts  = locale.Mark("Documents only")
)

// ShowPackage opens the dialog that makes a package for someone, with all documents chosen, and returns it.
func (x *Exchange) ShowPackage() *packageDialog {
	p := &packageDialog{host: x, model: x.Workspace, documents: x.Workspace.Documents, chosen: map[string]bool{}}
	p.list = dialogs.NewKeyList(x.ModalKey, func() int { return len(p.documents) }, func() fyne.CanvasObject { return dialogs.NewKeyCheck(x.ModalKey) }, p.fill)
	p.Count = dialogs.Bold("")
	p.How = dialogs.NewRadioGroup(x.ModalKey, PackLabels, PackBlind, PackTexts)
	p.How.OnChanged = func(string) { p.recount() }
	p.Whom = dialogs.NewKeyEntry(x.ModalKey)
	p.Whom.SetPlaceHolder(locale.T("Name of the recipient"))
	p.Whom.OnChanged = func(string) { p.name() }
	p.Ask = x.TextField(locale.T("Your message. It is shown when the package is opened; the guidelines are included."), 3)
	p.Path = dialogs.NewKeyEntry(x.ModalKey)
	p.drafts = dialogs.NewDraftForm(x.Workspace, workspace.FormPackage, "")
	p.drafts.Add("for", locale.T("Recipient"), "", p.Whom.SetText, &p.Whom.OnChanged)
	p.drafts.AddText("ask", locale.T("Message"), "", p.Ask)
	p.Problem = x.NewFormProblem(1)
	p.bar = widget.NewProgressBar()
	p.bar.Hide()
	all := dialogs.NewKeyButton(locale.T("All"), x.ModalKey, func() { p.ChooseAll(true) })
	none := dialogs.NewKeyButton(locale.T("None"), x.ModalKey, func() { p.ChooseAll(false) })
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(fyne.NewSize(430, 150))
	documents := container.NewBorder(nil, nil, nil, container.NewVBox(all, none), container.NewStack(room, p.list))
	form := container.New(layout.NewFormLayout(),
		dialogs.Top(widget.NewLabel(locale.T("Documents"))), documents,
		dialogs.Top(widget.NewLabel(locale.T("Contents"))), p.How,
		widget.NewLabel(locale.T("Recipient")), p.Whom,
		dialogs.Top(widget.NewLabel(locale.T("Message"))), p.Ask,
		widget.NewLabel(locale.T("File")), x.PathRow(p.Problem.Field(p.Path), func() { x.ChoosePlace(profile.Packages, p.Path, locale.T("Share a package")) }),
	)
	p.Dialog = x.ShowModal(dialogs.Modal{Title: locale.T("Share a package"), Width: 640, Content: container.NewVBox(form, p.Count, p.Problem.Body, p.bar),
		Confirm: locale.T("Create package"), Cancel: locale.T("Cancel"), Focus: p.Whom, Fields: []*textfield.Field{p.Ask}, OnConfirm: p.start,
		Form: p.drafts, TypedInto: func() bool { return strings.TrimSpace(p.Ask.Text()+p.Whom.Text) != "" }, OnClose: func() {
			if p.cancel != nil {
				p.cancel()
			}
		}})
	p.How.SetSelected(PackLabels)
	p.ChooseAll(true)
	p.name()
	return p
}

func (p *packageDialog) fill(i widget.ListItemID, o fyne.CanvasObject) {
	check, doc := o.(*dialogs.KeyCheck), p.documents[i]
	check.OnChanged = nil
	check.SetText(dialogs.VisualOrder(format.Shorten(doc.Title, 56)))
	check.SetChecked(p.chosen[doc.ID])
	check.OnChanged = func(on bool) {
		p.chosen[doc.ID] = on
		p.recount()
	}
}

// ChooseAll puts all documents into the package, or none.
func (p *packageDialog) ChooseAll(on bool) {
	for _, d := range p.documents {
		p.chosen[d.ID] = on
	}
	p.list.Refresh()
	p.recount()
}

func (p *packageDialog) recount() {
	documents, claims := 0, 0
	for _, d := range p.documents {
		if p.chosen[d.ID] {
			documents++
			claims += d.Claims
		}
	}
	said := locale.N("{{.Chosen}} of {{.N}} documents", len(p.documents), "Chosen", locale.Number(documents))
	switch p.How.Selected {
	case PackLabels:
		said += " · " + locale.N("{{.N}} claims with labels, notes and evidence", claims)
	case PackBlind:
		said += " · " + locale.N("{{.N}} claims without labels, notes and evidence", claims)
	default:
		said += " · " + locale.T("no claims")
	}
	p.Count.SetText(said)
	if p.Dialog == nil {
		return
	}
	p.Dialog.Allow(documents > 0)
}

// name proposes a file named after the workspace and whom it is for, until the user gives another.
func (p *packageDialog) name() {
	own := p.Path.Text != "" && p.Path.Text != p.proposed("")
	if p.named || own && filepath.Dir(p.Path.Text) != p.host.LastFolder(profile.Packages) {
		return
	}
	p.Path.SetPath(p.proposed(p.Whom.Text))
	p.Path.OnChanged = func(path string) { p.named = path != p.proposed(p.Whom.Text) }
}

func (p *packageDialog) proposed(whom string) string {
	name := locale.T("{{.Workspace}} package", "Workspace", store.NameOf(p.model.Store.Path()))
	if whom = dialogs.FileName(whom); whom != "" {
		name = locale.T("{{.Workspace}} for {{.Person}}", "Workspace", store.NameOf(p.model.Store.Path()), "Person", whom)
	}
	return filepath.Join(p.host.LastFolder(profile.Packages), name+store.Extension)
}

func (p *packageDialog) wanted() merge.Packing {
	what := merge.Packing{DocumentIDs: []string{}, Blind: p.How.Selected == PackBlind, NoClaims: p.How.Selected == PackTexts,
		Ask: strings.TrimSpace(p.Ask.Text()), For: strings.TrimSpace(p.Whom.Text)}
	for _, d := range p.documents {
		if p.chosen[d.ID] {
			what.DocumentIDs = append(what.DocumentIDs, d.ID)
		}
	}
	return what
}

// start makes the package; the dialog stays open until it is made.
func (p *packageDialog) start() bool {
	path := p.Path.Path()
	if !store.HasExtension(path) {
		path += store.Extension
	}
	if say := dialogs.FreeForNew(path); say != "" {
		return p.Problem.At(p.Path, say)
	}
	if p.cancel != nil {
		return false
	}
	what := p.wanted()
	ctx, cancel := context.WithCancel(p.model.Ctx)
	p.cancel = cancel
	p.Dialog.Ok.Disable()
	p.bar.Show()
	model := p.model
	what.Progress = func(done, total int) {
		model.Back.OnUI(func() { p.bar.Max = float64(max(total, 1)); p.bar.SetValue(float64(done)) })
	}
	model.Back.Go(func() {
		var made merge.Package
		var misplaced []string
		waiting, err := model.Store.ConflictsAmong(ctx, what.Claims())
		if err == nil {
			made, err = merge.WritePackage(ctx, model.Store, path, store.NameOf(model.Store.Path()), what)
		}
		if err == nil && !what.NoClaims {
			misplaced, err = model.Store.Misplaced(ctx, store.Filter{DocumentIDs: what.DocumentIDs})
		}
		model.Back.OnUI(func() { p.ended(path, made, waiting, misplaced, err) })
	})
	return false
}

func (p *packageDialog) ended(path string, made merge.Package, waiting store.ConflictCounts, misplaced []string, err error) {
	p.cancel()
	p.cancel = nil
	p.bar.Hide()
	switch {
	case errors.Is(err, context.Canceled):
		p.model.Notices.Send(locale.T("Cancelled. No package was created."))
	case err != nil && !errors.Is(err, store.ErrUnsure):
		p.Dialog.Ok.Enable()
		p.model.Fail(fmt.Errorf("making the package %s: %w", path, err))
	default:
		p.host.RememberFolder(profile.Packages, filepath.Dir(path))
		p.drafts.Drop()
		p.Dialog.Close()
		said := locale.T("Package saved: {{.File}}.", "File", path)
		if waits := handover.Waiting(waiting); waits != "" {
			said += " " + waits
		}
		p.model.Notices.Send(said)
		p.host.tellDamaged(dataset.MisplacedWords(misplaced))
	}
}

// settingAsked says that what a package asks was shown.
const settingAsked = "window.asked"

// ShowAsked shows what is asked of whoever opens a package; the first time by itself.
func (x *Exchange) ShowAsked(byItself bool) {
	model := x.Workspace
	model.Back.Go(func() {
		p, err := merge.PackageOf(model.Ctx, model.Store)
		shown, err1 := model.Store.Setting(model.Ctx, settingAsked)
		labels, err2 := model.Store.Labels(model.Ctx) // those of the workspace may not be read yet
		model.Back.OnUI(func() {
			if model != x.Workspace {
				return
			}
			switch err := cmp.Or(err, err1, err2); {
			case err != nil:
				model.Fail(err)
			case p.ID == "" && !byItself:
				model.Notices.Send(locale.T("This workspace is not a package, so it has no instructions."))
			case p.ID != "" && (!byItself || shown != p.ID && len(x.Modals) == 0):
				x.tellAsked(p, workspace.Guided(labels))
				model.Back.Serial(func() {
					if err := model.Store.SetSetting(model.Ctx, settingAsked, p.ID); err != nil {
						model.Back.OnUI(func() { model.Fail(err) })
					}
				})
			}
		})
	})
}

func (x *Exchange) tellAsked(p merge.Package, guided bool) {
	from := strings.Join(format.NonEmpty(p.By, "“"+p.From+"”", format.DateAndTime(p.MadeAt)), " · ")
	origin := dialogs.Wrapped(locale.T("From {{.Sender}}", "Sender", from))
	origin.Importance = widget.LowImportance
	holds := locale.T("{{.Documents}}, {{.Claims}}.", "Documents", locale.N("{{.N}} documents", p.Documents), "Claims", locale.N("{{.N}} claims", p.Claims))
	if p.Blind {
		holds += " " + locale.T("The labels were left out, so that yours are independent.")
	}
	if guided {
		holds += " " + locale.T("The guidelines explain when to use each label (Review › Guidelines).")
	}
	contents := dialogs.Wrapped(holds + "\n" + locale.T("When you are done, close Factmark and send this file back."))
	title := locale.T("Instructions")
	if p.For != "" {
		title = locale.T("Instructions for {{.Person}}", "Person", format.Shorten(p.For, 40))
	}
	modal := dialogs.Modal{Title: title, Width: 460, Confirm: locale.T("Start"), Content: container.NewVBox(origin, contents)}
	if p.Ask != "" {
		scroll := container.NewVScroll(dialogs.Wrapped(p.Ask))
		lines := strings.Count(p.Ask, "\n") + len(p.Ask)/60 + 2 // about: a label that wraps knows its height only when it is laid out
		scroll.SetMinSize(fyne.NewSize(440, float32(min(12, lines))*20))
		modal.Content, modal.Scroll = container.NewVBox(origin, scroll, contents), scroll
	}
	x.ShowModal(modal)
}
