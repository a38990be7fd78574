namespace Digits.Datasets.Tests.Formats;

/// <summary>xz files made with XZ Utils, since no library that is used here writes them.</summary>
internal static class XzBytes
{
    private const string OneStream =
        "/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4Cf/AJhdABuLyKPbHcIRdzyauthGJLf3siSDZMBk4xuSWQ2aNMdBOD0TtIMUEGcq+SNoSpatAWOWSC"
        + "jh/b5kJ92xbblfjrz1iAYz5EbtfJYVYCIXUAbgNHLI+bISoMxFq2DCCln09i7qnapXUBPmrER7Jl7DlCfIcp4moQcV0U9ODOqMvtDd2ioMbCnf"
        + "EmVxAK/SXygzn1WqM/FndfBMAMgAuKi83lNCAAG0AYBQAACFNIv+scRn+wIAAAAABFla";

    private const string TwoStreams =
        "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AP/AGFdABuLyKPbHcIRdzyauthGJLf3siSDZMBk4xuSWQ2aNMdBOD0TtIMUEGcq+SNoSpatAWOWSC"
        + "jh/b5CmYv/HXLgJ+DL71qt9ox+d0MD2qseSFWEaACACs1sNJGu5oECeDAHEwAAAAAAAtM0nCqSDjIAAX2ACAAAAL9SuwCxxGf7AgAAAAAEWVoA"
        + "AAAAAAAAAP03elhaAAAE5ta0RgIAIQEWAAAAdC/lo+AB/wBAXQAcC8jD0x3CEXc8mrrH0oRILVR/xdeG/w1KTs+xv6bNim2KVqIucNmhJiGGWz"
        + "fKMIdl7RK3M4jjeQ5RweJoO4aAAKUFyTxZ4fWRAgAhARYAAAB0L+Wj4AH/ACVdACgMgAPCBSXYf41KhqZAqEppkrP7iule+B8uuFEKB/j5sA+8"
        + "AAAAAAAAo1YrhoobUmwCACEBFgAAAHQv5aPgAf8ACF0AAG/9/rNfqAAAbPxbrCLrkmkCACEBFgAAAHQv5aPgAf8ACF0AAG/9/rNfqAAAbPxbrC"
        + "LrkmkCACEBFgAAAHQv5aPgAf8ACF0AAG/9/rNfqAAAbPxbrCLrkmkCACEBFgAAAHQv5aPgAf8ACF0AAG/9/rNfqAAAbPxbrCLrkmkCACEBFgAA"
        + "AHQv5aPgAf8ACF0AAG/9/rNfqAAAbPxbrCLrkmkCACEBFgAAAHQv5aPgAf8ACF0AAG/9/rNfqAAAbPxbrCLrkmkCACEBFgAAAHQv5aPgAf8ACF"
        + "0AAG/9/rNfqAAAbPxbrCLrkmkCACEBFgAAAHQv5aPgAf8ACF0AAG/9/rNfqAAAbPxbrCLrkmkCACEBFgAAAHQv5aPgAf8ACF0AAG/9/rNfqAAA"
        + "bPxbrCLrkmkCACEBFgAAAHQv5aPgAf8ACF0AAG/9/rNfqAAAbPxbrCLrkmkCACEBFgAAAHQv5aPgAf8ACF0AAG/9/rNfqAAAbPxbrCLrkmkCAC"
        + "EBFgAAAHQv5aPgAf8ACF0AAG/9/rNfqAAAbPxbrCLrkmkCACEBFgAAAHQv5aPgAf8ACF0AAG/9/rNfqAAAbPxbrCLrkmkCACEBFgAAAHQv5aPg"
        + "Af8ACF0AAG/9/rNfqAAAbPxbrCLrkmkCACEBFgAAAHQv5aPgAf8ACF0AAG/9/rNfqAAAbPxbrCLrkmkCACEBFgAAAHQv5aPgAf8ACF0AAG/9/r"
        + "NfqAAAbPxbrCLrkmkAElyABEGABCSABCSABCSABCSABCSABCSABCSABCSABCSABCSABCSABCSABCSABCSABCSABCSABJdhPozKBKWMDgAAAAAE"
        + "WVo=";

    /// <summary>A tar archive of the pictures 7/a.pgm and 8/b.pgm, both of 8x8 pixels.</summary>
    public static byte[] Tar => Convert.FromBase64String(OneStream);

    /// <summary>The same archive in two streams with padding between them, the second of several blocks.</summary>
    public static byte[] TarInTwoStreams => Convert.FromBase64String(TwoStreams);
}
