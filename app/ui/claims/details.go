package claims

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
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/textfield"
)

// ClaimDialogs shows the dialogs about claims, their labels and guidelines.
type ClaimDialogs struct {
	*dialogs.Host
	MayUnlabel func() bool             // a label may be taken back now: not in a review of what is labelled
	KeyUse     func(key string) string // what a key does in the text or in a review besides giving a label, "" for nothing

	labels *labelsDialog // while it is open
}

// claimTypes are AVeriTeC's kinds of claim that can be checked.
var claimTypes = []string{"Event or property", "Numerical", "Quote verification", "Position statement", "Causal"} // as the data set has them: not translated

// ShowClaimDetails edits what is said of the current claim besides its label.
func (d *ClaimDialogs) ShowClaimDetails() {
	if d.Workspace == nil {
		return
	}
	c := d.Workspace.Claim(d.Workspace.Current)
	if c == nil {
		d.Workspace.Notices.Send(locale.T("Choose a claim first."))
		return
	}
	if !d.Workspace.MaySeeAll(c.ID) {
		return
	}
	before := *c
	quote := dialogs.NewTextLines(min(4, 1+len([]rune(before.Quote))/60), theme.SizeNameText, false)
	quote.SetText("“" + before.Quote + "”")
	statement := d.TextField(locale.T("The claim, reworded so that it can be understood by itself"), 2)
	statement.SetText(before.Statement)
	claimant := d.DetailEntry(before.Claimant, locale.T("Who makes the claim"))
	date := d.DetailEntry(before.ClaimDate, dialogs.DateHint())
	kind := dialogs.NewKeySelectEntry(claimTypes, d.ModalKey)
	kind.SetText(before.ClaimType)
	confidence := d.DetailEntry(format.Percentage(before.Confidence), locale.T("0 to 100 %"))
	note := d.TextField(locale.T("Why this label?"), 3)
	note.SetText(before.Note)
	problem := d.NewFormProblem(1)

	form := container.New(layout.NewFormLayout(),
		dialogs.Top(widget.NewLabel(locale.T("Quote"))), quote)
	if at := d.Workspace.Locate(before); at != "" {
		place := dialogs.NewTextLine(false)
		place.SetText(format.UpperFirst(at))
		form.Add(widget.NewLabel(locale.T("Place")))
		form.Add(place)
	}
	for _, o := range []fyne.CanvasObject{
		dialogs.Top(widget.NewLabel(locale.T("Statement"))), statement,
		widget.NewLabel(locale.T("Claimant")), claimant,
		widget.NewLabel(locale.T("Claim date")), problem.Field(date),
		widget.NewLabel(locale.T("Type")), kind,
		widget.NewLabel(locale.T("Confidence")), problem.Field(confidence),
		dialogs.Top(widget.NewLabel(locale.T("Note"))), note,
	} {
		form.Add(o)
	}
	drafts := dialogs.NewDraftForm(d.Workspace, workspace.FormClaim, before.ID)
	drafts.AddText("statement", locale.T("Statement"), before.Statement, statement)
	drafts.Add("claimant", locale.T("Claimant"), before.Claimant, claimant.SetText, &claimant.OnChanged)
	drafts.Add("date", locale.T("Claim date"), before.ClaimDate, date.SetText, &date.OnChanged)
	drafts.Add("type", locale.T("Type"), before.ClaimType, kind.SetText, &kind.OnChanged)
	drafts.Add("confidence", locale.T("Confidence"), format.Percentage(before.Confidence), confidence.SetText, &confidence.OnChanged)
	drafts.AddText(workspace.FieldNote, locale.T("Note"), before.Note, note)
	edit := func() (e store.ClaimEdit, ok bool) {
		sure, ok := ParseConfidence(confidence.Text)
		workspace.Keep(&e.Statement, before.Statement, strings.TrimSpace(statement.Text()))
		workspace.Keep(&e.Claimant, before.Claimant, strings.TrimSpace(claimant.Text))
		workspace.Keep(&e.ClaimDate, before.ClaimDate, strings.TrimSpace(date.Text))
		workspace.Keep(&e.ClaimType, before.ClaimType, strings.TrimSpace(kind.Text))
		workspace.Keep(&e.Note, before.Note, note.Text())
		if format.Percentage(sure) != format.Percentage(before.Confidence) {
			e.Confidence = &sure
		}
		return e, ok
	}
	made := widget.NewLabel(strings.Join(format.NonEmpty(dialogs.Signed(before, dialogs.Whole), format.Moment(before.CreatedAt, time.Now())), " · "))
	made.Truncation = fyne.TextTruncateEllipsis
	form.Add(widget.NewLabel(locale.T("Annotator")))
	form.Add(made)
	dialog := d.ShowModal(dialogs.Modal{Title: locale.T("Claim"), Content: container.NewVBox(form, problem.Body), Confirm: locale.T("Save"), Cancel: locale.T("Cancel"), Width: 560, Focus: statement, Fields: []*textfield.Field{statement, note},
		Form: drafts, Saves: true,
		TypedInto: func() bool { e, ok := edit(); return !ok || e != store.ClaimEdit{} },
		OnConfirm: func() bool {
			e, ok := edit()
			switch {
			case !ok:
				return problem.At(confidence, locale.T("Enter a confidence from 0 to 100."))
			case !format.IsPartialDate(strings.TrimSpace(date.Text)):
				return problem.At(date, dialogs.WrongDate())
			case e != store.ClaimEdit{}:
				d.Workspace.EditClaim(before.ID, e, drafts.Take()...)
			}
			return true
		}})
	if d.Workspace.ReadOnly() {
		dialog.Ok.Disable()
	}
}

// ParseConfidence reads a confidence typed in percent, “80”, “80 %” or “79,5”, as a share from 0 to 1. An empty text gives
// nil. It tells false where the text is no number from 0 to 100.
func ParseConfidence(s string) (*float64, bool) {
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
