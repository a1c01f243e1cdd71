package evidence

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"

	"factmark/app/ui/dialogs"
	"factmark/store"
	"factmark/widgets/chip"
)

// action is what can be done with a row by a key or by its button.
type action struct {
	sign        string // in a square of the colours, before the words
	words       string
	light, dark color.NRGBA
	keys        []string // by the names that the table of commands has for them
	do          func()
}

// buttons are the buttons of a row, nil for none.
func buttons(actions []action, key func(fyne.KeyName) bool) fyne.CanvasObject {
	if len(actions) == 0 {
		return nil
	}
	rows := chip.NewRows()
	for _, a := range actions {
		c := chip.New(a.sign, a.words, a.light, a.dark, a.do)
		c.OnKey = key
		rows.Box.Add(c)
	}
	return rows
}

// plainAction is an action that is no stance, by its key and perhaps others.
func plainAction(words string, do func(), key string, others ...string) action {
	light, dark := dialogs.StanceColours(store.StanceContext)
	return action{sign: key, words: words, light: light, dark: dark, keys: append(others, key), do: do}
}

// stanceActions are one action for each stance.
func stanceActions(do func(store.Stance)) (all []action) {
	for _, key := range []string{"+", "-", "="} {
		s, _ := dialogs.StanceOfKey(key)
		light, dark := dialogs.StanceColours(s)
		all = append(all, action{sign: dialogs.StanceSign(s), words: dialogs.StanceName(s), light: light, dark: dark, keys: []string{key}, do: func() { do(s) }})
	}
	return all
}

// keysOf acts on the keys of actions.
func keysOf(actions []action) func(key string) bool {
	return func(key string) bool {
		i := slices.IndexFunc(actions, func(a action) bool { return slices.Contains(a.keys, key) })
		if i >= 0 {
			actions[i].do()
		}
		return i >= 0
	}
}
