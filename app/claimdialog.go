package app

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/store"
	"factmark/widgets/textfield"
)

// claimDialogs shows the dialogs about claims, their labels and guidelines.
type claimDialogs struct {
	*host
	mayUnlabel func() bool // a label may be taken back now: not in a review of what is labelled
}

// claimTypes are AVeriTeC's kinds of claim that can be checked.
var claimTypes = []string{"Event or property", "Numerical", "Quote verification", "Position statement", "Causal"}

// showClaimDetails edits what is said of the claim in hand besides its label.
func (w *claimDialogs) showClaimDetails() {
	if w.desk == nil {
		return
	}
	c := w.desk.claim(w.desk.current)
	if c == nil {
		w.desk.told.send("Choose a claim first.")
		return
	}
	if !w.desk.maySeeAll(c.ID) {
		return
	}
	before := *c
	quote := newTextLines(min(4, 1+len([]rune(before.Quote))/60), theme.SizeNameText, false)
	quote.SetText("“" + before.Quote + "”")
	statement := w.textField("The claim rewritten to stand alone", 2)
	statement.SetText(before.Statement)
	claimant := w.detailEntry(before.Claimant, "Who says it")
	date := w.detailEntry(before.ClaimDate, "2025, 2025-02 or 2025-02-10; a ? at the end when unsure")
	kind := newKeySelectEntry(claimTypes, w.modalKey)
	kind.SetText(before.ClaimType)
	confidence := w.detailEntry(format.Percentage(before.Confidence), "0 to 100 %")
	note := w.textField("Why the label is right", 3)
	note.SetText(before.Note)
	problem := w.newFormProblem(1)

	form := container.New(layout.NewFormLayout(),
		top(widget.NewLabel("Quote")), quote,
		top(widget.NewLabel("Statement")), statement,
		widget.NewLabel("Claimant"), claimant,
		widget.NewLabel("Claim date"), problem.field(date),
		widget.NewLabel("Type"), kind,
		widget.NewLabel("Confidence"), problem.field(confidence),
		top(widget.NewLabel("Note")), note,
	)
	drafts := newDraftForm(w.desk, formClaim, before.ID)
	drafts.addText("statement", "The statement", before.Statement, statement)
	drafts.add("claimant", "The claimant", before.Claimant, claimant.SetText, &claimant.OnChanged)
	drafts.add("date", "The claim date", before.ClaimDate, date.SetText, &date.OnChanged)
	drafts.add("type", "The type", before.ClaimType, kind.SetText, &kind.OnChanged)
	drafts.add("confidence", "The confidence", format.Percentage(before.Confidence), confidence.SetText, &confidence.OnChanged)
	drafts.addText(fieldNote, "The note", before.Note, note)
	edit := func() (e store.ClaimEdit, ok bool) {
		sure, ok := parseConfidence(confidence.Text)
		keep(&e.Statement, before.Statement, strings.TrimSpace(statement.Text()))
		keep(&e.Claimant, before.Claimant, strings.TrimSpace(claimant.Text))
		keep(&e.ClaimDate, before.ClaimDate, strings.TrimSpace(date.Text))
		keep(&e.ClaimType, before.ClaimType, strings.TrimSpace(kind.Text))
		keep(&e.Note, before.Note, note.Text())
		if format.Percentage(sure) != format.Percentage(before.Confidence) {
			e.Confidence = &sure
		}
		return e, ok
	}
	made := widget.NewLabel(strings.Join(format.NonEmpty(signed(before, whole), format.Moment(before.CreatedAt, time.Now())), " · "))
	made.Truncation = fyne.TextTruncateEllipsis
	form.Add(widget.NewLabel("Annotator"))
	form.Add(made)
	dialog := w.showModal(modal{title: "Claim", content: container.NewVBox(form, problem.body), confirm: "Save", cancel: "Cancel", width: 560, focus: statement, fields: []*textfield.Field{statement, note},
		form: drafts, saves: true,
		typedInto: func() bool { e, ok := edit(); return !ok || e != store.ClaimEdit{} },
		onConfirm: func() bool {
			e, ok := edit()
			switch {
			case !ok:
				return problem.at(confidence, "Confidence is a number from 0 to 100.")
			case !format.IsPartialDate(strings.TrimSpace(date.Text)):
				return problem.at(date, "The date is a year, a year and month, or a whole date: 2025-02-10.")
			case e != store.ClaimEdit{}:
				w.desk.editClaim(before.ID, e, drafts.take()...)
			}
			return true
		}})
	if w.desk.readOnly() {
		dialog.ok.Disable()
	}
}

func parseConfidence(s string) (*float64, bool) {
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "%"))
	if s == "" {
		return nil, true
	}
	v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil || !(v >= 0 && v <= 100) {
		return nil, false
	}
	v /= 100
	return &v, true
}
