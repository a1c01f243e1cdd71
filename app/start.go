package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/ui/help"
	"factmark/app/ui/start"
	"factmark/app/workspace"
	"factmark/seeds"
)

// startActions are what the start page offers.
func (w *window) startActions() []start.Action {
	action := func(icon fyne.Resource, id commandID, name string) start.Action {
		return start.Action{Name: name, Keys: w.keysOf(string(id)), Icon: icon, Do: func() { w.run(id) }}
	}
	actions := []start.Action{
		action(theme.DocumentCreateIcon(), "new-workspace", locale.T("New workspace…")),
		action(theme.FolderOpenIcon(), "open-workspace", locale.T("Open workspace…")),
	}
	if w.Workspace != nil { // it takes the documents
		actions = append(actions,
			action(theme.DownloadIcon(), "import-documents", locale.T("Import documents…")),
			action(theme.ContentPasteIcon(), "paste-document", locale.T("Paste as document…")),
			action(theme.MediaPlayIcon(), commandGuide, locale.T("Guide in five steps")))
	}
	return append(actions, action(theme.HelpIcon(), commandHelp, locale.T("Help")))
}

// showStart shows the start page over the window.
func (w *window) showStart() {
	w.start.Actions = w.startActions()
	w.start.ShowStart()
}

// showWelcome shows the start page at the first start.
func (w *window) showWelcome() {
	if !w.welcome {
		return
	}
	w.welcome = false
	w.KeepProfile(w.Profile.SetStartPageShown, nil)
	w.showStart()
}

// beginGuide begins the guide at a sample document, or at the open one where the workspace has no samples.
func (w *window) beginGuide() {
	model := w.Workspace
	if len(model.Documents) == 0 {
		path, err := profile.DefaultWorkspace()
		if err != nil || path == model.Store.Path() {
			model.Notices.Send(locale.T("Import a document first: the guide begins with a sentence of it."))
			return
		}
		w.guideNext = true
		w.SwitchTo(path, w.openDefault)
		return
	}
	id := model.Document.ID
	if sample := sampleOf(model); sample != "" {
		id = sample
	}
	if id == "" {
		id = model.Documents[0].ID
	}
	if id != model.Document.ID {
		model.Open(id, "")
	}
	w.panes.texts.Close()
	w.panes.row.ShowRight(true)
	w.panes.guide.Begin()
	w.RestoreFocus()
}

// beginGuideWhenRead begins the guide once the documents of a workspace that was opened for it are known.
func (w *window) beginGuideWhenRead() {
	model, begun := w.Workspace, false
	model.DocumentsChanged.Listen(func(struct{}) {
		if !begun && w.Workspace == model && model.Loaded {
			begun = true
			w.Back.OnUI(w.beginGuide)
		}
	})
}

// sampleOf is the ID of the first sample document in a workspace, "" where it has none.
func sampleOf(model *workspace.Workspace) string {
	for _, file := range seeds.Files() {
		for _, d := range model.Documents {
			if d.FileName == file.Name {
				return d.ID
			}
		}
	}
	return ""
}

// keysOf is the key of a command as it is written on screen, that of the text before others; "" for none.
func (w *window) keysOf(id string) string {
	c := w.commands.byID[commandID(id)]
	if c == nil {
		return ""
	}
	for _, place := range []keyPlace{placeText, placeReview, placeList, placeWindow} {
		if keys := c.keysIn(place); len(keys) > 0 {
			return keys[0]
		}
	}
	return ""
}

// keysIn are the keys of a command that work in a place, as they are written on screen.
func (c *command) keysIn(place keyPlace) (all []string) {
	for _, b := range c.keys {
		if b.place == place {
			all = append(all, shownKey(b.key))
		}
	}
	return all
}

// helpKeys are what the pages of help tell of keys.
func (w *window) helpKeys() help.Keys {
	keys := help.Keys{Of: w.keysOf}
	if w.Workspace != nil {
		for _, l := range w.Workspace.OfferedLabels() {
			if l.Key != "" {
				keys.Labels = append(keys.Labels, help.Key{Keys: l.Key, Does: dialogs.VisualOrder(format.Shorten(format.OneLine(l.Name), 40))})
			}
		}
	}
	for _, c := range w.commands.all {
		if text := c.keysIn(placeText); len(text) > 0 {
			keys.Text = append(keys.Text, help.Key{Keys: strings.Join(text, ", "), Does: c.words()})
		}
		if review := c.keysIn(placeReview); len(review) > 0 {
			keys.Review = append(keys.Review, help.Key{Keys: strings.Join(review, ", "), Does: c.words()})
		}
	}
	return keys
}
