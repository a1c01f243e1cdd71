//go:build !ci

package keyboard

import (
	"sync"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// usKeys are the characters of a US keyboard by hardware scan codes, which differ from one window system to the next.
var usKeys = sync.OnceValue(func() map[int]rune {
	keys := map[rune]glfw.Key{
		'`': glfw.KeyGraveAccent, '-': glfw.KeyMinus, '=': glfw.KeyEqual, '[': glfw.KeyLeftBracket, ']': glfw.KeyRightBracket,
		';': glfw.KeySemicolon, '\'': glfw.KeyApostrophe, ',': glfw.KeyComma, '.': glfw.KeyPeriod, '/': glfw.KeySlash,
	}
	codes := map[int]rune{}
	for _, row := range usRows {
		for _, r := range row {
			key, sign := keys[r]
			switch {
			case sign:
			case r >= 'a':
				key = glfw.KeyA + glfw.Key(r-'a')
			default:
				key = glfw.Key0 + glfw.Key(r-'0')
			}
			codes[glfw.GetKeyScancode(key)] = r
		}
	}
	return codes
})

// onUS gives the character that a hardware key has on a US keyboard, 0 for one that is not there.
func onUS(scanCode int) rune { return usKeys()[scanCode] }

// onLayout gives the character that a hardware key has on the present layout.
func onLayout(scanCode int) string { return glfw.GetKeyName(glfw.KeyUnknown, scanCode) }
