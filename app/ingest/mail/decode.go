package mail

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"factmark/app/charset"
)

// content is the body of a part with its transfer encoding undone. What is not written as that asks is taken as it is.
func (p part) content() []byte {
	switch way := strings.ToLower(strings.Trim(p.get("content-transfer-encoding"), `" ;`)); way {
	case "base64":
		return fromBase64(p.body)
	case "quoted-printable":
		return fromQuotedPrintable(p.body)
	}
	return p.body
}

// fromBase64 decodes base64 in lines of any length; what is no letter of it is passed over, and after padding more may follow.
func fromBase64(raw []byte) []byte {
	out := make([]byte, 0, len(raw)*3/4+3)
	bits, n := uint32(0), 0
	end := func() {
		if n >= 2 {
			out = append(out, byte(bits<<(6*(4-n))>>16))
		}
		if n == 3 {
			out = append(out, byte(bits<<6>>8))
		}
		bits, n = 0, 0
	}
	for _, c := range raw {
		var v uint32
		switch {
		case 'A' <= c && c <= 'Z':
			v = uint32(c - 'A')
		case 'a' <= c && c <= 'z':
			v = uint32(c-'a') + 26
		case '0' <= c && c <= '9':
			v = uint32(c-'0') + 52
		case c == '+' || c == '-':
			v = 62
		case c == '/' || c == '_':
			v = 63
		case c == '=':
			end()
			continue
		default:
			continue
		}
		bits, n = bits<<6|v, n+1
		if n == 4 {
			out = append(out, byte(bits>>16), byte(bits>>8), byte(bits))
			bits, n = 0, 0
		}
	}
	end()
	return out
}

// fromQuotedPrintable decodes quoted-printable; an equals sign that begins nothing stays.
func fromQuotedPrintable(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for len(raw) > 0 {
		line, rest, ended := bytes.Cut(raw, []byte("\n"))
		raw = rest
		line = bytes.TrimRight(line, " \t\r")
		soft := bytes.HasSuffix(line, []byte("="))
		if soft {
			line = line[:len(line)-1]
		}
		for i := 0; i < len(line); i++ {
			if line[i] == '=' && i+2 < len(line) && isHex(line[i+1]) && isHex(line[i+2]) {
				out = append(out, hexValue(line[i+1])<<4|hexValue(line[i+2]))
				i += 2
				continue
			}
			out = append(out, line[i])
		}
		if ended && !soft {
			out = append(out, '\n')
		}
	}
	return out
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func hexValue(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}

// detector tells the encodings of the texts of one message that do not name theirs.
type detector struct {
	times int               // that it did, as each costs some time
	last  *charset.Encoding // that it found
}

const mostDetections = 20 // of a message; texts behind them are taken to be in the last encoding

// decode gives text in the encoding that is named, or else in the one that it seems to be in; doubt says what is not sure about it.
func (d *detector) decode(raw []byte, name string) (text, doubt string) {
	named, known := charset.Named(name)
	if known && named.Fits(raw) && !strings.Contains(strings.ToLower(name), "ascii") {
		text, _ = named.Decode(raw)
		return text, ""
	}
	if isASCII(raw) || utf8.Valid(raw) && bytes.IndexByte(raw, 0x1B) < 0 {
		return string(raw), ""
	}
	if d.times++; d.times <= mostDetections {
		text, in, err := charset.Read(raw, nil)
		if err == nil {
			d.last = in
			return text, ""
		}
		if unsure, is := errors.AsType[*charset.UnsureError](err); is {
			d.last = unsure.Guess.Encoding
		}
	}
	if d.last != nil {
		if text, err := d.last.Decode(raw); err == nil {
			return text, "The message does not name the encoding of its text; " + d.last.Name + " is the likeliest, and the text was read so."
		}
	}
	return strings.ToValidUTF8(string(raw), string(utf8.RuneError)), "Some characters of the message cannot be decoded and are shown as " + string(utf8.RuneError) + "."
}

// isASCII tells whether bytes are ASCII without escape sequences, and so the same in all encodings that mails are written in.
func isASCII(raw []byte) bool {
	for _, b := range raw {
		if b >= utf8.RuneSelf || b == 0x1B {
			return false
		}
	}
	return true
}
