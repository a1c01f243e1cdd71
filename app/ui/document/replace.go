package document

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/anchor"
	"factmark/app/format"
	"factmark/app/importing"
	"factmark/app/ingest"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/replacing"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// AskReplaceText asks for the file with a document's newer text.
func (d *DocumentDialogs) AskReplaceText(doc store.Document) {
	if doc.ID == "" {
		d.Workspace.Notices.Send(locale.T("Open a document first."))
		return
	}
	path := dialogs.NewKeyEntry(d.ModalKey)
	path.SetPlaceHolder(locale.T("Path of the file with the new text"))
	choose := func() { d.ChooseFile(profile.Documents, locale.T("Choose the new text"), nil, path.SetPath) }
	hint := dialogs.Wrapped(locale.T("The text of “{{.Title}}” is replaced by that of another file. Before anything changes you see where its claims will be; the present text is kept.", "Title", format.Shorten(doc.Title, 70)))
	problem := d.NewFormProblem(2)
	d.ShowModal(dialogs.Modal{Title: locale.T("Replace text"), Confirm: locale.T("Compare"), Cancel: locale.T("Cancel"), Width: 560, Focus: path,
		Content: container.NewVBox(hint, d.PathRow(problem.Field(path), choose), problem.Body),
		OnConfirm: func() bool {
			file := path.Path()
			if info, err := os.Stat(file); err != nil || info.IsDir() {
				if file == "" {
					return problem.At(path, locale.T("Enter the path of a file."))
				}
				return problem.At(path, locale.T("There is no file {{.File}}.", "File", file))
			}
			d.RememberFolder(profile.Documents, filepath.Dir(file))
			d.compareText(doc, file)
			return true
		}})
}

// compareText reads the newer text and looks up the claims in it.
func (d *DocumentDialogs) compareText(doc store.Document, file string) {
	model := d.Workspace
	d.readFiles(locale.T("Reading the text"), locale.T("Nothing has been changed yet."), []string{file}, ingest.Options{}, func(read *importing.Batch, err error) {
		var documents []*ingest.Document
		if err == nil {
			documents = read.Documents()
			if refused := read.Refused(); len(refused) > 0 {
				err = refused[0]
			} else if len(documents) != 1 {
				err = errors.New(locale.N("{{.File}} contains {{.N}} documents; choose a file with one.", len(documents), "File", ingest.Shown(file)))
			}
		}
		switch {
		case errors.Is(err, context.Canceled):
			model.Notices.Send(locale.T("Cancelled. Nothing was changed."))
		case err != nil:
			model.Fail(fmt.Errorf("comparing the texts: %w", err))
		default:
			d.compareWith(doc, func(ctx context.Context, progress func(done, total int)) (*replacing.Plan, error) {
				text := importing.New(documents[0])
				keepKnown(&text, doc)
				return replacing.Look(ctx, model.Store, doc.ID, text, progress)
			})
		}
	})
}

// compareWith shows what a newer text means for a document's claims, which look finds out.
func (d *DocumentDialogs) compareWith(doc store.Document, look func(ctx context.Context, progress func(done, total int)) (*replacing.Plan, error)) {
	model := d.Workspace
	var plan *replacing.Plan
	d.Working(locale.T("Comparing the texts"), locale.T("Nothing has been changed yet."), func(ctx context.Context, progress func(done, total int)) (err error) {
		plan, err = look(ctx, progress)
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
			model.Notices.Send(locale.T("Cancelled. Nothing was changed."))
		case errors.Is(err, errSameText):
			model.Notices.Send(workspace.Sentence(err) + ".")
		case err != nil:
			model.Fail(fmt.Errorf("comparing the texts: %w", err))
		default:
			d.showPlan(doc, plan)
		}
	})
}

// planDialog shows what a newer text means for the claims, before it is taken.
// What is near is listed, with the old and the new sentence side by side, and is
// taken only where the user accepts it.
type planDialog struct {
	host     *DocumentDialogs
	document store.Document
	plan     *replacing.Plan
	doubtful []int // indexes of the claims and evidence that have no sure place, in text order

	summary  *widget.Label
	list     *dialogs.KeyList
	chosen   int
	old, new *widget.RichText // the sentences of the one chosen
	said     *widget.Label    // how they differ
	dialog   *dialogs.OpenModal
}

func (d *DocumentDialogs) showPlan(doc store.Document, plan *replacing.Plan) *planDialog {
	p := &planDialog{host: d, document: doc, plan: plan}
	for i := range plan.Spans {
		if s := &plan.Spans[i]; !s.IsPassage() && s.Kind != "suggestions" && s.Found.Kind != anchor.Sure {
			p.doubtful = append(p.doubtful, i)
		}
	}
	p.summary = dialogs.Wrapped("")
	content := container.NewVBox(p.summary)
	if len(p.doubtful) > 0 {
		content.Add(p.toLookAt())
	}
	p.showSummary()
	p.dialog = d.ShowModal(dialogs.Modal{Title: locale.T("Replace the text of “{{.Title}}”?", "Title", format.Shorten(doc.Title, 50)), Content: content, Confirm: locale.T("Replace text"), Cancel: locale.T("Cancel"),
		Width: 560, OnConfirm: p.accept, OnKey: p.typed})
	if p.list != nil {
		p.list.Select(0)
	}
	return p
}

// toLookAt is the list of what is not sure, over the sentences of the one chosen.
func (p *planDialog) toLookAt() fyne.CanvasObject {
	host := p.host
	p.list = dialogs.NewKeyList(host.ModalKey, func() int { return len(p.doubtful) }, func() fyne.CanvasObject { return newPlanRow(host) }, p.fill)
	p.list.OnSelected = func(i widget.ListItemID) {
		p.chosen = i
		p.showSentences()
	}
	p.old, p.new, p.said = wrappedText(), wrappedText(), widget.NewLabel("")
	p.said.Wrapping = fyne.TextWrapWord
	p.said.TextStyle.Bold = true
	hint := dialogs.Wrapped(locale.T("Up and Down select, Space accepts or rejects a match. Claims without an accepted match keep their label and become unplaced claims."))
	hint.Importance = widget.LowImportance
	hint.SizeName = theme.SizeNameCaptionText
	size := host.Win.Canvas().Size()
	width, height := min(920, size.Width-60), min(460, size.Height-360)
	sentences := container.NewVScroll(container.NewVBox(p.said,
		container.NewGridWithColumns(2, container.NewVBox(dialogs.Bold(locale.T("Now")), p.old), container.NewVBox(dialogs.Bold(locale.T("In the new text")), p.new))))
	rows := min(height*0.45, float32(len(p.doubtful))*40+4)
	return container.NewVBox(
		container.NewGridWrap(fyne.NewSize(width, rows), p.list), widget.NewSeparator(),
		container.NewGridWrap(fyne.NewSize(width, height-rows), sentences), hint)
}

func wrappedText() *widget.RichText {
	t := widget.NewRichText()
	t.Wrapping = fyne.TextWrapWord
	return t
}

// outcome counts what becomes of the spans. Claims stay, stand shifted, go to a near place that was accepted,
// are near and not accepted, or are lost. Pieces of evidence, suggestions, passages that are not content and refused suggestions
// count where they have no place any more.
type outcome struct{ stay, shifted, accepted, near, lost, evidence, suggested, passages, refused int }

func (p *planDialog) outcome() outcome {
	var n outcome
	for i := range p.plan.Spans {
		s := &p.plan.Spans[i]
		switch {
		case !s.Accepted && s.Kind == "not_content":
			n.passages++
		case !s.Accepted && s.Kind == "refused_passages":
			n.refused++
		case !s.Accepted && s.Kind == "suggestions":
			n.suggested++
		case !s.Accepted && s.Kind == "evidence":
			n.evidence++
		case s.Kind != "claims":
		case !s.Accepted && s.Found.Kind == anchor.Near:
			n.near++
		case !s.Accepted:
			n.lost++
		case s.Stays():
			n.stay++
		case s.Found.Kind == anchor.Sure:
			n.shifted++
		default:
			n.accepted++
		}
	}
	return n
}

func (p *planDialog) showSummary() {
	n := p.outcome()
	lines := []string{locale.N("{{.File}}: {{.N}} characters (now {{.Now}})", utf8.RuneCountInString(p.plan.Text.Text), "File", p.plan.Text.FileName, "Now", format.Thousands(p.document.Length)), ""}
	add := func(count int, said string) {
		if count > 0 {
			lines = append(lines, said)
		}
	}
	add(n.stay, locale.N("{{.N}} claims stay where they are.", n.stay))
	add(n.shifted, locale.N("{{.N}} claims moved, unchanged.", n.shifted))
	add(n.accepted, locale.N("{{.N}} similar passages accepted.", n.accepted))
	add(n.near, locale.N("{{.N}} claims have a similar passage to review.", n.near))
	add(n.lost, locale.N("{{.N}} claims become unplaced.", n.lost))
	add(n.evidence, locale.N("{{.N}} pieces of evidence become unplaced.", n.evidence))
	add(n.suggested, locale.N("{{.N}} model suggestions are dropped: their words are gone.", n.suggested))
	add(n.passages, locale.N("{{.N}} boilerplate passages are gone.", n.passages))
	add(n.refused, locale.N("{{.N}} rejected suggestions are dropped: their words are gone.", n.refused))
	if len(lines) == 2 {
		lines = append(lines, locale.T("The document has no claims yet."))
	}
	p.summary.SetText(strings.Join(lines, "\n"))
}

// A row of the list: whether the place is accepted, how it was found, and the quote.
func newPlanRow(host *DocumentDialogs) fyne.CanvasObject {
	found, quote := widget.NewLabel(""), widget.NewLabel("")
	found.TextStyle.Bold = true
	quote.Truncation = fyne.TextTruncateEllipsis
	return container.NewBorder(nil, nil, container.NewHBox(dialogs.NewKeyCheck(host.ModalKey), found), nil, quote)
}

func (p *planDialog) fill(i widget.ListItemID, o fyne.CanvasObject) {
	row := o.(*fyne.Container)
	quote, left := row.Objects[0].(*widget.Label), row.Objects[1].(*fyne.Container)
	check, found := left.Objects[0].(*dialogs.KeyCheck), left.Objects[1].(*widget.Label)
	s := &p.plan.Spans[p.doubtful[i]]
	check.OnChanged = nil
	check.SetChecked(s.Accepted)
	check.OnChanged = func(bool) { p.toggle(i) }
	switch {
	case s.Found.Kind == anchor.Nowhere:
		check.Disable()
		found.SetText(locale.T("Not found"))
	case s.Accepted:
		check.Enable()
		found.SetText(locale.T("Accepted"))
	default:
		check.Enable()
		found.SetText(locale.T("Similar"))
	}
	text := format.OneLine(s.Quote)
	if s.Kind == "evidence" {
		text = locale.T("Evidence: {{.Quote}}", "Quote", text)
	}
	quote.SetText(text)
}

// showSentences shows what the span chosen stands in, in the old text and the new one.
func (p *planDialog) showSentences() {
	s := &p.plan.Spans[p.doubtful[p.chosen]]
	var is anchor.Sentence
	switch {
	case s.Found.Kind != anchor.Nowhere:
		is = s.Found.Place.In
	case len(s.Found.Candidates) > 0:
		is = s.Found.Candidates[0].In
	}
	p.old.Segments, p.new.Segments = dialogs.SideBySide(s.Found.Was, is)
	said := dialogs.DifferenceInWords(s.Found.Was, is)
	switch {
	case is.Text == "":
		said = locale.T("Nothing similar in the new text.")
		p.new.Segments = nil
	case s.Found.Kind == anchor.Nowhere:
		said = locale.T("Not found; this is the closest match. {{.Difference}}", "Difference", said)
	}
	p.said.SetText(said)
	p.old.Refresh()
	p.new.Refresh()
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
	const page = 4
	to := p.chosen
	switch name {
	case fyne.KeyUp:
		to--
	case fyne.KeyDown:
		to++
	case fyne.KeyPageUp:
		to -= page
	case fyne.KeyPageDown:
		to += page
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = len(p.doubtful) - 1
	case fyne.KeySpace:
		p.toggle(p.chosen)
		return true
	default:
		return false
	}
	p.list.Select(max(0, min(len(p.doubtful)-1, to)))
	return true
}

func (p *planDialog) accept() bool {
	host, model, plan := p.host, p.host.Workspace, p.plan
	n := p.outcome()
	moved, orphans := n.stay+n.shifted+n.accepted, n.near+n.lost
	p.dialog.Close() // before what is written can open another
	var fresh store.Document
	model.Writes.Perform(workspace.PendingWrite{
		Name: locale.T("Replace text"),
		Write: func(ctx context.Context) (err error) {
			fresh, err = model.Store.ReplaceText(ctx, plan.DocumentID, plan.Text, plan.Moves())
			return err
		},
		Done: func() {
			said := locale.T("Text replaced. Undo restores the old text.")
			if moved > 0 {
				said = locale.N("Text replaced; {{.N}} claims were kept. Undo restores the old text.", moved)
			}
			model.Notices.Send(said)
			if orphans > 0 && model.Store == host.Workspace.Store {
				host.ShowOrphans(fresh.ID, "")
			}
		},
	})
	return true
}
