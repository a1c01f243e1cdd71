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
const (
	PackLabels = "Claims with their labels"
	PackBlind  = "Claims without labels, for a second opinion"
	PackTexts  = "Documents alone"
)

// ShowPackage opens the dialog that makes a package for someone, with all documents chosen, and returns it.
func (x *Exchange) ShowPackage() *packageDialog {
	p := &packageDialog{host: x, model: x.Workspace, documents: x.Workspace.Documents, chosen: map[string]bool{}}
	p.list = dialogs.NewKeyList(x.ModalKey, func() int { return len(p.documents) }, func() fyne.CanvasObject { return dialogs.NewKeyCheck(x.ModalKey) }, p.fill)
	p.Count = dialogs.Bold("")
	p.How = dialogs.NewRadioGroup(x.ModalKey, PackLabels, PackBlind, PackTexts)
	p.How.OnChanged = func(string) { p.recount() }
	p.Whom = dialogs.NewKeyEntry(x.ModalKey)
	p.Whom.SetPlaceHolder("Whom you ask")
	p.Whom.OnChanged = func(string) { p.name() }
	p.Ask = x.TextField("What you ask; shown when the package is opened. The labels' guidelines ("+x.Workspace.Key("guidelines")+") go with it.", 3)
	p.Path = dialogs.NewKeyEntry(x.ModalKey)
	p.drafts = dialogs.NewDraftForm(x.Workspace, workspace.FormPackage, "")
	p.drafts.Add("for", "Whom it is for", "", p.Whom.SetText, &p.Whom.OnChanged)
	p.drafts.AddText("ask", "What is asked", "", p.Ask)
	p.Problem = x.NewFormProblem(1)
	p.bar = widget.NewProgressBar()
	p.bar.Hide()
	all := dialogs.NewKeyButton("All", x.ModalKey, func() { p.ChooseAll(true) })
	none := dialogs.NewKeyButton("None", x.ModalKey, func() { p.ChooseAll(false) })
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(fyne.NewSize(430, 150))
	documents := container.NewBorder(nil, nil, nil, container.NewVBox(all, none), container.NewStack(room, p.list))
	form := container.New(layout.NewFormLayout(),
		dialogs.Top(widget.NewLabel("Documents")), documents,
		dialogs.Top(widget.NewLabel("With")), p.How,
		widget.NewLabel("For"), p.Whom,
		dialogs.Top(widget.NewLabel("Ask")), p.Ask,
		widget.NewLabel("File"), x.PathRow(p.Problem.Field(p.Path), func() { x.ChoosePlace(profile.Packages, p.Path, "Package for someone") }),
	)
	p.Dialog = x.ShowModal(dialogs.Modal{Title: "Package for someone", Width: 640, Content: container.NewVBox(form, p.Count, p.Problem.Body, p.bar),
		Confirm: "Make package", Cancel: "Cancel", Focus: p.Whom, Fields: []*textfield.Field{p.Ask}, OnConfirm: p.start,
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
	said := format.Thousands(documents) + " of " + format.Plural(len(p.documents), "document")
	switch p.How.Selected {
	case PackLabels:
		said += " with " + format.Plural(claims, "claim") + ", labels, notes and evidence."
	case PackBlind:
		said += " with " + format.Plural(claims, "claim") + "; nothing in the file tells their labels, so evidence stays here."
	default:
		said += ", and no claims."
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
	name := store.NameOf(p.model.Store.Path()) + " package"
	if whom = dialogs.FileName(whom); whom != "" {
		name = store.NameOf(p.model.Store.Path()) + " for " + whom
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
		p.model.Notices.Send("No package was made.")
	case err != nil && !errors.Is(err, store.ErrUnsure):
		p.Dialog.Ok.Enable()
		p.model.Fail(fmt.Errorf("making the package %s: %w", path, err))
	default:
		p.host.RememberFolder(profile.Packages, filepath.Dir(path))
		p.drafts.Drop()
		p.Dialog.Close()
		said := fmt.Sprintf("%s, %s are in %s.", format.Plural(made.Documents, "document"), format.Plural(made.Claims, "claim"), path)
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
				model.Notices.Send("This workspace is no package: nothing is asked in it.")
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
	from := strings.Join(format.NonEmpty(p.By, "“"+p.From+"”", p.MadeAt.Local().Format("2 Jan 2006, 15:04")), " · ")
	origin := dialogs.Wrapped("From " + from)
	origin.Importance = widget.LowImportance
	ask := p.Ask
	if ask == "" {
		ask = "Nothing in words."
	}
	asked := dialogs.Wrapped(ask)
	holds := format.Plural(p.Documents, "document") + " and " + format.Plural(p.Claims, "claim") + "."
	if p.Blind {
		holds += " Labels were left out: what you say of a claim goes back as your own word, beside theirs."
	}
	if guided {
		holds += " When each label is the right one stands in Review › Guidelines (" + x.Workspace.Key("guidelines") + ")."
	}
	contents := dialogs.Wrapped(holds + "\nWhen you are done, quit and send this file back.")
	title := "What is asked of you"
	if p.For != "" {
		title = "What is asked of " + format.Shorten(p.For, 40)
	}
	scroll := container.NewVScroll(asked)
	lines := strings.Count(ask, "\n") + len(ask)/60 + 2 // about: a label that wraps knows its height only when it is laid out
	scroll.SetMinSize(fyne.NewSize(440, float32(min(12, lines))*20))
	x.ShowModal(dialogs.Modal{Title: title, Width: 460, Confirm: "Begin", Content: container.NewVBox(origin, scroll, contents), Scroll: scroll})
}
