package reports

import (
	"strings"

	"factmark/app/agreement"
	"factmark/app/format"
	"factmark/app/locale"
)

// measureNames are the measures as they are shown; files have them in English, as package agreement does.
var measureNames = map[agreement.Measure]string{
	agreement.Percent: locale.Mark("Agreement"), agreement.Cohen: locale.Mark("Cohen’s kappa"), agreement.Fleiss: locale.Mark("Fleiss’ kappa"),
	agreement.Randolph: locale.Mark("Randolph’s kappa"), agreement.Alpha: locale.Mark("Krippendorff’s alpha"),
	agreement.StrictF1: locale.Mark("F1, same span and label"), agreement.ExactF1: locale.Mark("F1, same span"),
	agreement.PartialF1: locale.Mark("F1, overlapping span"), agreement.TypeF1: locale.Mark("F1, overlapping span, same label"),
	agreement.CharacterF1: locale.Mark("F1 by characters"), agreement.Jaccard: locale.Mark("Jaccard index by characters"),
	agreement.AlphaUnitise: locale.Mark("Krippendorff’s alpha for spans"),
}

func measureName(m agreement.Measure) string {
	if name := measureNames[m]; name != "" {
		return locale.T(name)
	}
	return string(m)
}

// figureText writes a value of a measure: shares as percentages, coefficients to three places.
func figureText(m agreement.Measure, value float64) string {
	if m == agreement.Percent {
		return format.Percent(value, 1)
	}
	return format.Decimal(value, 3)
}

// valueText is the value of a figure, or why there is none.
func valueText(f agreement.Figure) string {
	if value, defined := f.Value(); defined {
		return figureText(f.Measure, value)
	}
	return reasonText(f.Reason)
}

// basis says what a figure is based on.
func basis(f agreement.Figure) string {
	switch f.Unit {
	case "claims labelled by both":
		return locale.N("{{.N}} claims labelled by both", f.N)
	case "claims labelled by at least two people":
		return locale.N("{{.N}} claims labelled by at least two people", f.N)
	case "spans marked in documents read by both":
		return locale.N("{{.N}} spans in documents read by both", f.N)
	case "spans marked in documents read by at least two people":
		return locale.N("{{.N}} spans in documents read by at least two people", f.N)
	case "characters of the documents read by both":
		return locale.N("{{.N}} characters in documents read by both", f.N)
	case "characters of the documents read by at least two people":
		return locale.N("{{.N}} characters in documents read by at least two people", f.N)
	}
	return locale.Number(f.N) + " " + f.Unit
}

// reasons are the usual reasons why a figure is not defined, by what package agreement gives.
var reasons = map[string]string{
	"a person cannot be compared with themselves":                                           locale.Mark("A person can’t be compared with themselves"),
	"nothing has been labelled":                                                             locale.Mark("Nothing has been labelled yet"),
	"the two have labelled no claim in common":                                              locale.Mark("The two have labelled no claim in common"),
	"one person alone has labelled anything":                                                locale.Mark("Only one person has labelled anything"),
	"no claim has been labelled by two people":                                              locale.Mark("No claim has been labelled by two people"),
	"the two have read no document in common":                                               locale.Mark("The two have read no document in common"),
	"no document has been read by two people":                                               locale.Mark("No document has been read by two people"),
	"the figure itself is not":                                                              locale.Mark("The value itself is not defined"),
	"nobody used this label where people can be compared":                                   locale.Mark("Nobody used this label where people can be compared"),
	"all used the same label wherever they can be compared, so that agreeing says nothing":  locale.Mark("Everyone used the same label, so agreement can’t be measured"),
	"all used this label wherever they can be compared, so that agreeing says nothing":      locale.Mark("Everyone used this label, so agreement can’t be measured"),
	"every resampling gave the same value, so that it cannot be seen how far it might vary": locale.Mark("Every resampling gave the same value"),
}

// reasonText says why a figure is not defined.
func reasonText(reason string) string {
	reason = strings.TrimPrefix(reason, "not defined, because ")
	if known := reasons[reason]; known != "" {
		return locale.T(known)
	}
	return format.UpperFirst(reason)
}
