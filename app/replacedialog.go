package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/anchor"
	"factmark/app/importing"
	"factmark/app/replacing"
	"factmark/store"
)

// askReplaceText asks for the file with a document's newer text.
func (w *window) askReplaceText(doc store.Document) {
	if doc.ID == "" {
		w.desk.told.send("Open a document first.")
		return
	}
	path := newKeyEntry(w.modalKey)
	path.SetPlaceHolder("Path of the file with the newer text")
	choose := widget.NewButtonWithIcon("", theme.FolderOpenIcon(), func() {
		w.chooseFile("The newer text", nil, w.lastFolder(), path.setPath)
	})
	hint := widget.NewLabel("“" + shorten(doc.Title, 70) + "” gets the text of another file. You see first where its claims would stand; the text it has now is kept.")
	hint.Wrapping = fyne.TextWrapWord
	problem := problemLabel()
	w.showModal(modal{title: "Replace text", confirm: "Compare", cancel: "Cancel", width: 560, focus: path,
		content: container.NewVBox(hint, container.NewBorder(nil, nil, nil, choose, path), problem),
		onConfirm: func() bool {
			file := expandHome(strings.TrimSpace(path.Text))
			if info, err := os.Stat(file); err != nil || info.IsDir() {
				problem.SetText("There is no file " + file + ".")
				if file == "" {
					problem.SetText("Name the file.")
				}
				problem.Show()
				return false
			}
			w.rememberFolder(filepath.Dir(file))
			w.compareText(doc, file)
			return true
		}})
}

// problemLabel is where a dialog says what stands against what was typed.
func problemLabel() *widget.Label {
	problem := widget.NewLabel("")
	problem.Importance = widget.DangerImportance
	problem.Wrapping = fyne.TextWrapWord
	problem.Hide()
	return problem
}

// compareText reads the newer text and looks up the claims in it.
func (w *window) compareText(doc store.Document, file string) {
	d := w.desk
	var plan *replacing.Plan
	w.working("Comparing the texts", "Nothing is changed yet.", func(ctx context.Context, progress func(done, total int)) (err error) {
		plan, err = lookUp(ctx, d.store, doc, file, progress)
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
			d.told.send("Cancelled; nothing was changed.")
		case err != nil:
			d.fail(fmt.Errorf("comparing the texts: %w", err))
		default:
			w.showPlan(doc, plan)
		}
	})
}

func lookUp(ctx context.Context, st *store.Store, doc store.Document, file string, progress func(done, total int)) (*replacing.Plan, error) {
	read, err := importing.Read(ctx, []string{file}, nil)
	if err != nil {
		return nil, err
	}
	if len(read) != 1 {
		return nil, errors.New("it holds no text")
	}
	text := importing.New(read[0])
	text.Title = "" // the document keeps its own
	return replacing.Look(ctx, st, doc.ID, text, progress)
}

// planDialog shows what a newer text means for the claims, before it is taken.
type planDialog struct {
	window   *window
	document store.Document
	plan     *replacing.Plan
	doubtful []int  // indexes of the claims that have no sure place, in text order
	runes    []rune // of the newer text

	summary *widget.Label
	list    *keyList
	chosen  int
	dialog  *openModal
}

func (w *window) showPlan(doc store.Document, plan *replacing.Plan) *planDialog {
	p := &planDialog{window: w, document: doc, plan: plan, runes: []rune(plan.Text.Text)}
	for i := range plan.Spans {
		if s := &plan.Spans[i]; s.Kind == "claims" && s.Found.Kind != anchor.Sure {
			p.doubtful = append(p.doubtful, i)
		}
	}
	p.summary = widget.NewLabel("")
	p.summary.Wrapping = fyne.TextWrapWord
	content := container.NewVBox(p.summary)
	if len(p.doubtful) > 0 {
		p.list = newKeyList(w.modalKey, func() int { return len(p.doubtful) }, func() fyne.CanvasObject { return newPlanRow(w) }, p.fill)
		p.list.OnSelected = func(i widget.ListItemID) { p.chosen = i }
		hint := widget.NewLabel("Up and Down choose, Space takes a place or refuses it. Claims without a place are kept, to be placed by hand.")
		hint.Importance = widget.LowImportance
		hint.SizeName = theme.SizeNameCaptionText
		hint.Wrapping = fyne.TextWrapWord
		size := w.win.Canvas().Size()
		content.Add(container.NewGridWrap(fyne.NewSize(min(860, size.Width-80), min(380, size.Height-330)), p.list))
		content.Add(hint)
	}
	p.showSummary()
	p.dialog = w.showModal(modal{title: "Replace the text of “" + shorten(doc.Title, 50) + "”?", content: content, confirm: "Replace text", cancel: "Cancel",
		width: 560, onConfirm: p.accept, onKey: p.typed})
	if p.list != nil {
		p.list.Select(0)
	}
	return p
}

// outcome counts what becomes of the spans: of the claims how many stay, stand
// shifted, go to changed wordings or have no place; of the rest how many have none.
type outcome struct{ stay, shifted, changed, orphans, evidence, passages int }

func (p *planDialog) outcome() outcome {
	var n outcome
	for i := range p.plan.Spans {
		s := &p.plan.Spans[i]
		switch {
		case !s.Accepted && s.Kind == "not_content":
			n.passages++
		case !s.Accepted && s.Kind == "evidence":
			n.evidence++
		case s.Kind != "claims":
		case !s.Accepted:
			n.orphans++
		case s.Stays():
			n.stay++
		case s.Found.Kind == anchor.Sure:
			n.shifted++
		default:
			n.changed++
		}
	}
	return n
}

func (p *planDialog) showSummary() {
	n := p.outcome()
	lines := []string{p.plan.Text.FileName + ", " + plural(len(p.runes), "character") + "; now " + plural(p.document.Length, "character") + ".", ""}
	add := func(count int, one, many string) {
		if count > 0 {
			lines = append(lines, pluralVerb(count, one, many))
		}
	}
	add(n.stay, "claim stands where it stood.", "claims stand where they stood.")
	add(n.shifted, "claim stands elsewhere, word for word.", "claims stand elsewhere, word for word.")
	add(n.changed, "claim goes to a place that reads a little differently.", "claims go to places that read a little differently.")
	add(n.orphans, "claim is left without a place.", "claims are left without a place.")
	add(n.evidence, "piece of evidence is left without a place.", "pieces of evidence are left without a place.")
	add(n.passages, "passage marked as not content is gone.", "passages marked as not content are gone.")
	if len(lines) == 2 {
		lines = append(lines, "The document has no claims yet.")
	}
	p.summary.SetText(strings.Join(lines, "\n"))
}

// A row of the list: whether the place is taken, the old wording over the new one.
func newPlanRow(w *window) fyne.CanvasObject {
	old, new := newWording(), newWording()
	return container.NewBorder(nil, nil, newKeyCheck(w.modalKey), nil, container.New(layout.NewCustomPaddedVBoxLayout(-8), old, new))
}

// newWording is a line of text with changed words, cut at its end.
func newWording() *widget.RichText {
	t := widget.NewRichText()
	t.Truncation = fyne.TextTruncateEllipsis
	return t
}

func (p *planDialog) fill(i widget.ListItemID, o fyne.CanvasObject) {
	row := o.(*fyne.Container)
	lines, check := row.Objects[0].(*fyne.Container), row.Objects[1].(*keyCheck)
	old, new := lines.Objects[0].(*widget.RichText), lines.Objects[1].(*widget.RichText)
	s := &p.plan.Spans[p.doubtful[i]]
	check.OnChanged = nil
	check.SetChecked(s.Accepted)
	check.OnChanged = func(bool) { p.toggle(i) }
	if s.Found.Kind == anchor.Nowhere {
		check.Disable()
		old.Segments = wording([]anchor.Part{{Text: oneLine(s.Quote)}})
		new.Segments = []widget.RichTextSegment{quiet("gone")}
		if len(s.Found.Candidates) > 0 {
			like := s.Found.Candidates[0]
			var olds, news []anchor.Part
			olds, news = anchor.Compare(oneLine(s.Quote), oneLine(string(p.runes[like.Start:like.End])))
			old.Segments = wording(olds)
			new.Segments = append([]widget.RichTextSegment{quiet("gone; most alike:  ")}, wording(news)...)
		}
	} else {
		check.Enable()
		olds, news := anchor.Compare(oneLine(s.Quote), oneLine(string(p.runes[s.Found.Place.Start:s.Found.Place.End])))
		old.Segments, new.Segments = wording(olds), wording(news)
	}
	old.Refresh()
	new.Refresh()
}

func (p *planDialog) toggle(i int) {
	s := &p.plan.Spans[p.doubtful[i]]
	if s.Found.Kind == anchor.Nowhere {
		return
	}
	s.Accepted = !s.Accepted
	p.list.RefreshItem(i)
	p.showSummary()
}

func (p *planDialog) typed(name fyne.KeyName) bool {
	if p.list == nil {
		return false
	}
	switch name {
	case fyne.KeyUp:
		p.list.Select(max(0, p.chosen-1))
	case fyne.KeyDown:
		p.list.Select(min(len(p.doubtful)-1, p.chosen+1))
	case fyne.KeySpace:
		p.toggle(p.chosen)
	default:
		return false
	}
	return true
}

func (p *planDialog) accept() bool {
	w, d, plan := p.window, p.window.desk, p.plan
	n := p.outcome()
	moved, orphans := n.stay+n.shifted+n.changed, n.orphans
	p.dialog.close() // before what is written can open another
	var fresh store.Document
	d.saves.perform(change{
		name: "Replace text",
		write: func(ctx context.Context) (err error) {
			fresh, err = d.store.ReplaceText(ctx, plan.DocumentID, plan.Text, plan.Moves())
			return err
		},
		done: func() {
			said := "The text is replaced. Undo brings the old one back."
			if moved > 0 {
				said = "The text is replaced, and " + pluralVerb(moved, "claim came along", "claims came along") + ". Undo brings the old one back."
			}
			d.told.send(said)
			if orphans > 0 && d.store == w.desk.store {
				w.showOrphans(fresh.ID, "")
			}
		},
	})
	return true
}

// wording is a text with what is changed in it, ready to be shown.
func wording(parts []anchor.Part) []widget.RichTextSegment {
	var all []widget.RichTextSegment
	for _, part := range parts {
		style := widget.RichTextStyleInline
		if part.Changed {
			style = widget.RichTextStyleStrong
			style.ColorName = theme.ColorNamePrimary
		}
		all = append(all, &widget.TextSegment{Text: part.Text, Style: style})
	}
	return all
}

// quiet is a text in softer ink.
func quiet(text string) widget.RichTextSegment {
	style := widget.RichTextStyleInline
	style.ColorName = theme.ColorNamePlaceHolder
	return &widget.TextSegment{Text: text, Style: style}
}
