package format

import (
	"strings"
	"time"

	"factmark/app/locale"
)

// Moment writes a time as short as it is still clear: "15:04", "2 Jan, 15:04", "2 Jan 2006, 15:04".
func Moment(t, now time.Time) string {
	t, now = t.Local(), now.Local()
	switch {
	case t.Year() == now.Year() && t.YearDay() == now.YearDay():
		return Clock(t)
	case t.Year() == now.Year():
		return dateForms().day(t) + ", " + Clock(t)
	}
	return DateAndTime(t)
}

// WhenTyped says when a draft was typed: "at 14:02", "on 27 Nov, 14:02".
func WhenTyped(t time.Time) string {
	now := time.Now()
	if t.Local().Format(time.DateOnly) == now.Format(time.DateOnly) {
		return locale.T("at {{.Time}}", "Time", Moment(t, now))
	}
	return locale.T("on {{.Date}}", "Date", Moment(t, now))
}

// Ago says how long before now a time was, as people say it.
func Ago(t, now time.Time) string {
	switch d := now.Sub(t); {
	case t.IsZero():
		return ""
	case d < time.Minute:
		return locale.T("just now")
	case d < time.Hour:
		return locale.T("{{.Minutes}} min ago", "Minutes", int(d.Minutes()))
	case d < 24*time.Hour && t.Local().YearDay() == now.Local().YearDay():
		return Clock(t)
	case d < 300*24*time.Hour:
		return dateForms().day(t.Local())
	}
	return Date(t)
}

// Clock writes the time of a day: "15:04".
func Clock(t time.Time) string { return t.Local().Format("15:04") }

// ClockWithSeconds writes the time of a day to the second: "15:04:05".
func ClockWithSeconds(t time.Time) string { return t.Local().Format(time.TimeOnly) }

// Date writes a day with a short name of its month: "2 Jan 2006".
func Date(t time.Time) string { return dateForms().write(t.Local(), dateForms().date) }

// DateAndTime writes a day with a short name of its month, and the time: "2 Jan 2006, 15:04".
func DateAndTime(t time.Time) string { return Date(t) + ", " + Clock(t) }

// LongDate writes a day in full: "2 January 2006".
func LongDate(t time.Time) string { return dateForms().write(t.Local(), dateForms().long) }

// WeekdayAndDate writes a day in full with that of the week: "Monday, 2 January 2006".
func WeekdayAndDate(t time.Time) string { return dateForms().write(t.Local(), dateForms().weekday) }

// dateForm is how a language writes dates: layouts of package time, with names in braces, and those names.
// Source: CLDR 46, formats "abbreviated" and "wide" of months and "wide" of days.
type dateForm struct {
	short, date, long, weekday string
	mon, months, days          []string
}

var dateFormOf = map[string]*dateForm{
	"en": {"2 {mon}", "2 {mon} 2006", "2 {month} 2006", "{day}, 2 {month} 2006",
		strings.Fields("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
		strings.Fields("January February March April May June July August September October November December"),
		strings.Fields("Sunday Monday Tuesday Wednesday Thursday Friday Saturday")},
	"de": {"2. {mon}", "2. {mon} 2006", "2. {month} 2006", "{day}, 2. {month} 2006",
		strings.Fields("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."),
		strings.Fields("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
		strings.Fields("Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag")},
	"es": {"2 {mon}", "2 {mon} 2006", "2 de {month} de 2006", "{day}, 2 de {month} de 2006",
		strings.Fields("ene feb mar abr may jun jul ago sept oct nov dic"),
		strings.Fields("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
		strings.Fields("domingo lunes martes miércoles jueves viernes sábado")},
	"fr": {"2 {mon}", "2 {mon} 2006", "2 {month} 2006", "{day} 2 {month} 2006",
		strings.Fields("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
		strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
		strings.Fields("dimanche lundi mardi mercredi jeudi vendredi samedi")},
}

func dateForms() *dateForm { return dateFormOf[locale.Language()] }

func (f *dateForm) day(t time.Time) string { return f.write(t, f.short) }

func (f *dateForm) write(t time.Time, layout string) string {
	return strings.NewReplacer("{mon}", f.mon[t.Month()-1], "{month}", f.months[t.Month()-1], "{day}", f.days[t.Weekday()]).Replace(t.Format(layout))
}

// IsPartialDate tells whether a text is empty or a date as far as it is known,
// such as 2025, 2025-02 or 2025-02-10, with a ? after one that is unsure.
func IsPartialDate(s string) bool {
	return s == "" || IsDate(strings.TrimSuffix(s, "?"))
}

// IsDate tells whether a text is a date of a year, month or day: 2025, 2025-02 or 2025-02-10.
func IsDate(s string) bool {
	for _, form := range []string{"2006", "2006-01", "2006-01-02"} {
		if _, err := time.Parse(form, s); err == nil {
			return true
		}
	}
	return false
}
