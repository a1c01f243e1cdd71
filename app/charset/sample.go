package charset

import "unicode/utf8"

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

const (
	sampleBytes  = 8 << 10 // so much of a text is looked at whole
	sampleWord   = 400     // bytes of a word, which in East Asia is a paragraph
	sampleOfByte = 6       // from behind there, so many words with each byte
)

// sampleWords gives the words that tell the encoding: those of the beginning, and those from everywhere with bytes that are rare.
func sampleWords(raw []byte) [][]byte {
	var words [][]byte
	var met [256]int
	taken := 0
	for i := 0; i < len(raw); {
		if isSpace(raw[i]) {
			i++
			continue
		}
		start, rare := i, false
		for ; i < len(raw) && !isSpace(raw[i]); i++ {
			if b := raw[i]; b >= utf8.RuneSelf && met[b] < sampleOfByte {
				met[b]++
				rare = true
			}
		}
		if taken < sampleBytes || rare {
			words = append(words, raw[start:min(i, start+sampleWord)])
			taken += i - start
		}
	}
	return words
}

// isSpace tells ASCII white space, whose bytes are no part of any other character in any encoding of bytes.
func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\f' }
