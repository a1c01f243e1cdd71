package start

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// Step is one of the steps of the guide.
type Step int

// The steps, in their order.
const (
	StepSelect Step = iota
	StepLabel
	StepNote
	StepList
	StepExport
	steps
)

// Guide leads through the work with a claim, from its sentence to the export, in a strip below the text. It sees what the
// user really does, in whatever order.
type Guide struct {
	Body  *fyne.Container
	Text  *dialogs.Headline
	count *widget.Label
	skip  *dialogs.KeyButton
	help  *dialogs.KeyButton
	close *dialogs.KeyButton
	done  [steps]bool
	model *workspace.Workspace
	keys  func(command string) string
	ended func() // the keyboard goes back to where it was
}

// NewGuide makes the guide of a workspace, hidden until Begin shows it. Keys gives the keys of a command by its id.
func NewGuide(host *dialogs.Host, model *workspace.Workspace, selected *workspace.Signal[workspace.Span], keys func(command string) string, help func()) *Guide {
	g := &Guide{model: model, keys: keys, ended: host.RestoreFocus, Text: dialogs.NewTextLines(2, theme.SizeNameText, false), count: dialogs.Bold("")}
	key := host.StripKey(g.End)
	g.skip = dialogs.NewKeyButton(locale.T("Skip step"), key, func() { g.Done(g.Step()) })
	g.help = dialogs.NewKeyButton(locale.T("Help"), key, help)
	g.close = dialogs.NewKeyButton(locale.T("Close guide"), key, g.End)
	buttons := container.NewCenter(container.NewHBox(g.skip, g.help, g.close))
	g.Body = container.NewVBox(widget.NewSeparator(), container.NewPadded(container.NewBorder(nil, nil, container.NewCenter(g.count), buttons, g.Text)))
	g.Body.Hide()
	selected.Listen(func(at workspace.Span) {
		if at.Start < at.End {
			g.Done(StepSelect)
		}
	})
	model.ClaimsChanged.Listen(func(changes []store.ClaimChange) {
		for _, c := range changes {
			before := store.Claim{}
			if c.Before != nil {
				before = *c.Before
			}
			if c.After == nil {
				continue
			}
			if c.After.LabelID != "" && c.After.LabelID != before.LabelID {
				g.Done(StepLabel)
			}
			if c.After.Note != "" && c.After.Note != before.Note {
				g.Done(StepNote)
			}
		}
	})
	model.LabelsChanged.Listen(func(struct{}) { g.show() })
	return g
}

// Begin shows the first step.
func (g *Guide) Begin() {
	g.done = [steps]bool{}
	g.Body.Show()
	g.show()
}

// End takes the guide away.
func (g *Guide) End() {
	g.Body.Hide()
	g.ended()
}

// Step is the first step that is not done; after the last one, as many as there are.
func (g *Guide) Step() Step {
	for i, done := range g.done {
		if !done {
			return Step(i)
		}
	}
	return steps
}

// Done notes that the user has done a step, or skips it, while the guide is shown.
func (g *Guide) Done(step Step) {
	if !g.Body.Visible() || step >= steps || g.done[step] {
		return
	}
	g.done[step] = true
	switch step {
	case StepLabel: // which needs a selection
		g.done[StepSelect] = true
	case StepExport: // the last one: whoever exports needs no more guiding
		for i := range g.done {
			g.done[i] = true
		}
	}
	g.show()
}

func (g *Guide) show() {
	if !g.Body.Visible() {
		return
	}
	step := g.Step()
	g.Text.SetText(g.words(step))
	if step < steps {
		g.count.SetText(locale.T("Step {{.Step}} of {{.Steps}}", "Step", int(step)+1, "Steps", int(steps)))
	} else {
		g.count.SetText(locale.T("Done"))
	}
	dialogs.SetVisible(g.skip, step < steps)
	dialogs.SetVisible(g.help, step == steps)
	g.Body.Refresh()
}

// words say what to do in a step.
func (g *Guide) words(step Step) string {
	switch step {
	case StepSelect:
		return locale.T("Select a sentence that says something checkable: triple-click it, or put the caret in it and press Ctrl+Shift+Up twice.")
	case StepLabel:
		if name, key := g.label(); key != "" {
			return locale.T("Label the selected sentence: press {{.Key}} for “{{.Label}}”, or another label's key shown above the selection.", "Key", key, "Label", name)
		}
		return locale.T("Label the selected sentence with one of the labels shown above the selection.")
	case StepNote:
		return locale.T("Say why: press {{.Key}}, type a short note on the claim, and press Enter to save it.", "Key", g.keys("edit-note"))
	case StepList:
		return locale.T("Find your claim in the list at the right: press {{.Key}} until the list has the frame, or click the claim. {{.Next}} and {{.Previous}} go from claim to claim.",
			"Key", g.keys("next-pane"), "Next", g.keys("next-claim"), "Previous", g.keys("previous-claim"))
	case StepExport:
		return locale.T("Export your work: press {{.Key}}, keep CSV or choose another format, and confirm.", "Key", g.keys("export-claims"))
	}
	return locale.T("You have labelled, explained and exported a claim. {{.Undo}} takes practice claims back. Help explains reviews, evidence and everything else.", "Undo", g.keys("undo"))
}

// label is the first label that has a key.
func (g *Guide) label() (name, key string) {
	for _, l := range g.model.OfferedLabels() {
		if l.Key != "" {
			return l.Name, l.Key
		}
	}
	return "", ""
}
