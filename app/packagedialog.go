package app

import (
	"context"
	"errors"
	"fmt"
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
	"factmark/store"
	"factmark/widgets/textfield"
)

// packing is the dialog that makes a package for someone.
type packing struct {
	window *exchangeDialogs
	desk   *desk
	dialog *openModal

	documents []store.Document
	chosen    map[string]bool
	list      *keyList
	count     *widget.Label
	how       *radioGroup
	whom      *keyEntry
	ask       *textfield.Field
	path      *keyEntry
	named     bool // the file has a name the user gave it
	drafts    *draftForm
	problem   *formProblem
	bar       *widget.ProgressBar
	cancel    context.CancelFunc
}

const (
	packLabels = "Claims with their labels"
	packBlind  = "Claims without labels, for a second opinion"
	packTexts  = "Documents alone"
)

func (w *exchangeDialogs) showPackage() { w.packageDialog() }

func (w *exchangeDialogs) packageDialog() *packing {
	p := &packing{window: w, desk: w.desk, documents: w.desk.documents, chosen: map[string]bool{}}
	p.list = newKeyList(w.modalKey, func() int { return len(p.documents) }, func() fyne.CanvasObject { return newKeyCheck(w.modalKey) }, p.fill)
	p.count = widget.NewLabel("")
	p.count.TextStyle.Bold = true
	p.how = newRadioGroup(w.modalKey, packLabels, packBlind, packTexts)
	p.how.OnChanged = func(string) { p.recount() }
	p.whom = newKeyEntry(w.modalKey)
	p.whom.SetPlaceHolder("Whom you ask")
	p.whom.OnChanged = func(string) { p.name() }
	p.ask = w.textField("What you ask; shown when the package is opened. The labels' guidelines (Ctrl+G) go with it.", 3)
	p.path = newKeyEntry(w.modalKey)
	p.drafts = newDraftForm(w.desk, formPackage, "")
	p.drafts.add("for", "Whom it is for", "", p.whom.SetText, &p.whom.OnChanged)
	p.drafts.addText("ask", "What is asked", "", p.ask)
	p.problem = w.newFormProblem(1)
	p.bar = widget.NewProgressBar()
	p.bar.Hide()
	all := newKeyButton("All", w.modalKey, func() { p.chooseAll(true) })
	none := newKeyButton("None", w.modalKey, func() { p.chooseAll(false) })
	room := canvas.NewRectangle(nil)
	room.SetMinSize(fyne.NewSize(430, 150))
	documents := container.NewBorder(nil, nil, nil, container.NewVBox(all, none), container.NewStack(room, p.list))
	form := container.New(layout.NewFormLayout(),
		top(widget.NewLabel("Documents")), documents,
		top(widget.NewLabel("With")), p.how,
		widget.NewLabel("For"), p.whom,
		top(widget.NewLabel("Ask")), p.ask,
		widget.NewLabel("File"), w.pathRow(p.problem.field(p.path), func() { w.chooseFolderOf(p.path, "Package for someone") }),
	)
	p.dialog = w.showModal(modal{title: "Package for someone", width: 640, content: container.NewVBox(form, p.count, p.problem.body, p.bar),
		confirm: "Make package", cancel: "Cancel", focus: p.whom, fields: []*textfield.Field{p.ask}, onConfirm: p.start,
		form: p.drafts, typedInto: func() bool { return strings.TrimSpace(p.ask.Text()+p.whom.Text) != "" }, onClose: func() {
			if p.cancel != nil {
				p.cancel()
			}
		}})
	p.how.SetSelected(packLabels)
	p.chooseAll(true)
	p.name()
	return p
}

func (p *packing) fill(i widget.ListItemID, o fyne.CanvasObject) {
	check, doc := o.(*keyCheck), p.documents[i]
	check.OnChanged = nil
	check.SetText(visualOrder(format.Shorten(doc.Title, 56)))
	check.SetChecked(p.chosen[doc.ID])
	check.OnChanged = func(on bool) {
		p.chosen[doc.ID] = on
		p.recount()
	}
}

func (p *packing) chooseAll(on bool) {
	for _, d := range p.documents {
		p.chosen[d.ID] = on
	}
	p.list.Refresh()
	p.recount()
}

func (p *packing) recount() {
	documents, claims := 0, 0
	for _, d := range p.documents {
		if p.chosen[d.ID] {
			documents++
			claims += d.Claims
		}
	}
	said := format.Thousands(documents) + " of " + format.Plural(len(p.documents), "document")
	switch p.how.Selected {
	case packLabels:
		said += " with " + format.Plural(claims, "claim") + ", labels, notes and evidence."
	case packBlind:
		said += " with " + format.Plural(claims, "claim") + "; nothing in the file tells their labels."
	default:
		said += ", and no claims."
	}
	p.count.SetText(said)
	if p.dialog == nil {
		return
	}
	if documents == 0 {
		p.dialog.ok.Disable()
	} else {
		p.dialog.ok.Enable()
	}
}

// name proposes a file named after the workspace and whom it is for, until the user gives another.
func (p *packing) name() {
	own := p.path.Text != "" && p.path.Text != p.proposed("")
	if p.named || own && filepath.Dir(p.path.Text) != p.window.lastFolder() {
		return
	}
	p.path.setPath(p.proposed(p.whom.Text))
	p.path.OnChanged = func(path string) { p.named = path != p.proposed(p.whom.Text) }
}

func (p *packing) proposed(whom string) string {
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '-'
		}
		return r
	}, strings.TrimSpace(whom))
	name := store.NameOf(p.desk.store.Path()) + " package"
	if clean != "" {
		name = store.NameOf(p.desk.store.Path()) + " for " + clean
	}
	return filepath.Join(p.window.lastFolder(), name+store.Extension)
}

func (p *packing) wanted() store.Packing {
	what := store.Packing{DocumentIDs: []string{}, Blind: p.how.Selected == packBlind, NoClaims: p.how.Selected == packTexts,
		Ask: strings.TrimSpace(p.ask.Text()), For: strings.TrimSpace(p.whom.Text)}
	for _, d := range p.documents {
		if p.chosen[d.ID] {
			what.DocumentIDs = append(what.DocumentIDs, d.ID)
		}
	}
	return what
}

// start makes the package; the dialog stays open until it is made.
func (p *packing) start() bool {
	path := p.path.path()
	if !store.HasExtension(path) {
		path += store.Extension
	}
	if say := freeForNew(path); say != "" {
		return p.problem.at(p.path, say)
	}
	if p.cancel != nil {
		return false
	}
	what := p.wanted()
	ctx, cancel := context.WithCancel(p.desk.ctx)
	p.cancel = cancel
	p.dialog.ok.Disable()
	p.bar.Show()
	d := p.desk
	what.Progress = func(done, total int) {
		d.back.post(func() { p.bar.Max = float64(max(total, 1)); p.bar.SetValue(float64(done)) })
	}
	d.back.do(func() {
		var made store.Package
		var misplaced []string
		waiting, err := d.store.Waiting(ctx, what.Claims())
		if err == nil {
			made, err = d.store.WritePackage(ctx, path, store.NameOf(d.store.Path()), what)
		}
		if err == nil && !what.NoClaims {
			misplaced, err = d.store.Misplaced(ctx, store.Filter{DocumentIDs: what.DocumentIDs})
		}
		d.back.post(func() { p.ended(path, made, waiting, misplaced, err) })
	})
	return false
}

func (p *packing) ended(path string, made store.Package, waiting store.Waiting, misplaced []string, err error) {
	p.cancel()
	p.cancel = nil
	p.bar.Hide()
	switch {
	case errors.Is(err, context.Canceled):
		p.desk.told.send("No package was made.")
	case err != nil && !errors.Is(err, store.ErrUnsure):
		p.dialog.ok.Enable()
		p.desk.fail(fmt.Errorf("making the package %s: %w", path, err))
	default:
		p.window.rememberFolder(filepath.Dir(path))
		p.drafts.drop()
		p.dialog.close()
		said := fmt.Sprintf("%s, %s are in %s.", format.Plural(made.Documents, "document"), format.Plural(made.Claims, "claim"), path)
		if waits := handover.Waiting(waiting); waits != "" {
			said += " " + waits
		}
		p.desk.told.send(said)
		p.window.tellDamaged(dataset.MisplacedWords(misplaced))
	}
}

// settingAsked says that what a package asks was shown.
const settingAsked = "window.asked"

// showAsked shows what is asked of whoever opens a package; the first time by itself.
func (w *exchangeDialogs) showAsked(byItself bool) {
	d := w.desk
	d.back.do(func() {
		p, err := d.store.Package(d.ctx)
		shown, err1 := d.store.Setting(d.ctx, settingAsked)
		labels, err2 := d.store.Labels(d.ctx) // those of the desk may not be read yet
		d.back.post(func() {
			if d != w.desk {
				return
			}
			switch err := firstError(err, err1, err2); {
			case err != nil:
				d.fail(err)
			case p.ID == "" && !byItself:
				d.told.send("This workspace is no package: nothing is asked in it.")
			case p.ID != "" && (!byItself || shown != p.ID && len(w.modals) == 0):
				w.tellAsked(p, guided(labels))
				d.back.inOrder(func() {
					if err := d.store.SetSetting(d.ctx, settingAsked, p.ID); err != nil {
						d.back.post(func() { d.fail(err) })
					}
				})
			}
		})
	})
}

func (w *exchangeDialogs) tellAsked(p store.Package, guided bool) {
	from := strings.Join(format.NonEmpty(p.By, "“"+p.From+"”", p.MadeAt.Local().Format("2 Jan 2006, 15:04")), " · ")
	origin := widget.NewLabel("From " + from)
	origin.Importance = widget.LowImportance
	origin.Wrapping = fyne.TextWrapWord
	ask := p.Ask
	if ask == "" {
		ask = "Nothing in words."
	}
	asked := widget.NewLabel(ask)
	asked.Wrapping = fyne.TextWrapWord
	holds := format.Plural(p.Documents, "document") + " and " + format.Plural(p.Claims, "claim") + "."
	if p.Blind {
		holds += " Labels were left out: what you say of a claim goes back as your own word, beside theirs."
	}
	if guided {
		holds += " When each label is the right one stands in Review › Guidelines (Ctrl+G)."
	}
	contents := widget.NewLabel(holds + "\nWhen you are done, quit and send this file back.")
	contents.Wrapping = fyne.TextWrapWord
	title := "What is asked of you"
	if p.For != "" {
		title = "What is asked of " + format.Shorten(p.For, 40)
	}
	scroll := container.NewVScroll(asked)
	lines := strings.Count(ask, "\n") + len(ask)/60 + 2 // about: a label that wraps knows its height only when it is laid out
	scroll.SetMinSize(fyne.NewSize(440, float32(min(12, lines))*20))
	w.showModal(modal{title: title, width: 460, confirm: "Begin", content: container.NewVBox(origin, scroll, contents), scroll: scroll})
}
