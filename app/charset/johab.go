package charset

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/transform"
)

// johab is the Korean encoding of KS X 1001, annex 3: a syllable is two bytes whose lower fifteen bits are three letters of five bits
// each; signs and Chinese characters stand in the order of EUC-KR behind them.
type johab struct{}

func (johab) NewDecoder() *encoding.Decoder { return &encoding.Decoder{Transformer: johabDecoder{}} }
func (johab) NewEncoder() *encoding.Encoder { return &encoding.Encoder{Transformer: johabEncoder{}} }

// The letters by their five bits; a space is none.
var (
	johabInitials = []rune("  ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")
	johabVowels   = []rune("   ㅏㅐㅑㅒㅓ  ㅔㅕㅖㅗㅘㅙ  ㅚㅛㅜㅝㅞㅟ  ㅠㅡㅢㅣ")
	johabFinals   = []rune("  ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁ ㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
)

// johabRune gives what two bytes stand for, utf8.RuneError for nothing.
func johabRune(lead, trail byte) rune {
	switch {
	case 0x84 <= lead && lead <= 0xD3:
		return johabHangul(int(lead)<<8 | int(trail))
	case !(0x31 <= trail && trail <= 0x7E || 0x91 <= trail && trail <= 0xFE):
		return utf8.RuneError
	}
	var row int // the first of the two rows of KS X 1001 that share a lead byte
	switch {
	case 0xD9 <= lead && lead <= 0xDE:
		row = 1 + 2*int(lead-0xD9)
	case 0xE0 <= lead && lead <= 0xF9:
		row = 42 + 2*int(lead-0xE0)
	default:
		return utf8.RuneError
	}
	cell := int(trail) - 0x31
	if trail >= 0x91 {
		cell = int(trail) - 0x91 + 0x7F - 0x31
	}
	return ksx1001()[row+cell/94][1+cell%94]
}

// johabHangul puts a syllable together, or gives the letter where there is but one.
func johabHangul(code int) rune {
	const none = 1 // the final of a syllable without one, and the initial and vowel of a letter alone
	initial, vowel, final := code>>10&31, code>>5&31, code&31
	at := func(letters []rune, i int) (nth int) { // -1 where the bits are no letter's
		if i >= len(letters) || letters[i] == ' ' {
			return -1
		}
		for _, r := range letters[:i] {
			if r != ' ' {
				nth++
			}
		}
		return nth
	}
	first, middle, last := at(johabInitials, initial), at(johabVowels, vowel), at(johabFinals, final)
	switch {
	case first >= 0 && middle >= 0 && (last >= 0 || final == none):
		return rune(0xAC00 + (first*21+middle)*28 + last + 1)
	case first >= 0 && vowel == none+1 && final == none:
		return johabInitials[initial]
	case initial == none && middle >= 0 && final == none:
		return johabVowels[vowel]
	case initial == none && vowel == none+1 && last >= 0:
		return johabFinals[final]
	}
	return utf8.RuneError
}

// ksx1001 holds the signs and Chinese characters of KS X 1001 by row and cell, both from 1.
var ksx1001 = sync.OnceValue(func() *[96][96]rune {
	var all [96][96]rune
	for row := range all {
		for cell := range all[row] {
			all[row][cell] = utf8.RuneError
			if 1 <= row && row <= 94 && 1 <= cell && cell <= 94 {
				all[row][cell], _ = utf8.DecodeRuneInString(multiText(korean.EUCKR, []byte{0xA0 + byte(row), 0xA0 + byte(cell)}))
			}
		}
	}
	return &all
})

type johabDecoder struct{ transform.NopResetter }

func (johabDecoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		r, size := rune(src[nSrc]), 1
		if r >= utf8.RuneSelf {
			r = utf8.RuneError
			switch {
			case nSrc+1 < len(src):
				if r = johabRune(src[nSrc], src[nSrc+1]); r != utf8.RuneError || src[nSrc+1] >= utf8.RuneSelf {
					size = 2
				}
			case !atEOF:
				return nDst, nSrc, transform.ErrShortSrc
			}
		}
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += size
	}
	return nDst, nSrc, nil
}

// johabBytes gives the bytes of the characters beyond ASCII.
var johabBytes = sync.OnceValue(func() map[rune][2]byte {
	all := map[rune][2]byte{}
	for lead := 0xF9; lead >= 0x84; lead-- {
		for trail := 0xFE; trail >= 0x31; trail-- {
			if r := johabRune(byte(lead), byte(trail)); r != utf8.RuneError {
				all[r] = [2]byte{byte(lead), byte(trail)}
			}
		}
	}
	return all
})

type johabEncoder struct{ transform.NopResetter }

func (johabEncoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		r, size := utf8.DecodeRune(src[nSrc:])
		if r == utf8.RuneError && !atEOF && !utf8.FullRune(src[nSrc:]) {
			return nDst, nSrc, transform.ErrShortSrc
		}
		if nDst+2 > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		if r < utf8.RuneSelf {
			dst[nDst] = byte(r)
			nDst++
		} else if pair, is := johabBytes()[r]; is {
			nDst += copy(dst[nDst:], pair[:])
		} else {
			return nDst, nSrc, encoding.ErrInvalidUTF8
		}
		nSrc += size
	}
	return nDst, nSrc, nil
}
