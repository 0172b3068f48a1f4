//! The currencies of ISO 4217.
//!
//! In: a code. Out: with how many decimals its amounts are written.

/// The codes, by their number of decimals. Precious metals and codes for testing, which have none, count as whole units.
const CODES: [(u8, &str); 4] = [
    (
        0,
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XAG XAU XBA XBB XBC XBD XDR XOF XPD XPF XPT XSU \
         XTS XUA XXX",
    ),
    (
        2,
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF \
         CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL \
         HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU \
         MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG \
         SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES \
         WST XAD XCD XCG YER ZAR ZMW ZWG ZWL",
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
];

/// Returns with how many decimals amounts in the currency `code` are written; None if ISO 4217 has no such currency.
pub(crate) fn decimals(code: &str) -> Option<u8> {
    let known = |codes: &str| codes.split(' ').any(|known| known == code);
    CODES.iter().find(|(_, codes)| known(codes)).map(|(decimals, _)| *decimals)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may")]

    use super::decimals;

    #[test]
    fn the_codes_are_those_of_the_standard() {
        let letters = || (b'A'..=b'Z').map(char::from);
        let codes = letters().flat_map(|a| letters().flat_map(move |b| letters().map(move |c| String::from_iter([a, b, c]))));
        for code in codes {
            let known = iso_currency::Currency::from_code(&code);
            assert_eq!(decimals(&code).map(u16::from), known.map(|known| known.exponent().unwrap_or(0)), "{code}");
        }
        assert_eq!(decimals("CNY CZK"), None);
        assert_eq!(decimals(""), None);
    }
}
