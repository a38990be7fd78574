namespace Digits.Learning.Tests.Persistence;

/// <summary>A model file as format version 1 wrote it, and what its network said of <c>Samples.Noise</c>'s first image.</summary>
internal static class Format1Sample
{
    public static readonly float[] Probabilities = [0.33140418f, 0.43095633f, 0.23763947f];

    public static byte[] File => Convert.FromBase64String(
        """
        RElHSVRTTUYBAAAA+QEAAHsibW9kZWwiOiJkaWdpdHMiLCJ2ZXJzaW9uIjozLCJsYWJlbHMiOlsiXHUzMDgxMCIsIlx1MzA4MTEiLCJcdTMwOD
        EyIl0sImlucHV0X3NoYXBlIjpbNCw1LDFdLCJsYXllcnMiOlt7InR5cGUiOiJjb252MmQiLCJmaWx0ZXJzIjozLCJrZXJuZWxfc2l6ZSI6Miwi
        cGFkZGluZyI6InNhbWUifSx7InR5cGUiOiJtYXhfcG9vbDJkIiwicG9vbF9zaXplIjoyfSx7InR5cGUiOiJkcm9wb3V0IiwicmF0ZSI6MC41fS
        x7InR5cGUiOiJmbGF0dGVuIn0seyJ0eXBlIjoiZGVuc2UiLCJ1bml0cyI6NX0seyJ0eXBlIjoicmVsdSJ9LHsidHlwZSI6ImRlbnNlIn1dLCJw
        cmVwcm9jZXNzaW5nIjoiaW5rLTI4IiwiZGF0YXNldCI6InF1YXJ0ZXJzIiwiZGF0YXNldF92ZXJzaW9uIjoiMSIsInNlZWQiOjcsImVwb2Nocy
        I6MiwiYmF0Y2hfc2l6ZSI6MTYsImxyIjowLjAwNSwidGVzdF9hY2N1cmFjeSI6MC41LCJ0ZXN0X2xvc3MiOm51bGwsImNyZWF0ZWRfYXQiOiIy
        MDI2LTExLTIyVDA3OjAwOjAwKzAwOjAwIn2ofr6+mBAtP8a3iL0jZaE/XkGRvnCOdz8CxU4+GiZTvqO+oL7v2t2+P5d+PuGnPT9MTRa+CbABPl
        HFkTzY4wW/w6r/PMuo9r4X62m9A0lUvMzeUT7cn7++vQIjv+hMJD7KYRs9ClhfPvR+n74Pn+I+z0+6vGcb6b5CiGS+PcB5Pt38xL4qH+Y+beUQ
        PxWkj76ljZc+PuUTvx+yvD6DmwU/t5LNvoTOP746Do89SY0Qvt/IAT+6BH4+eX1IvjIftb7QCi8+wEF3PRjUxj6sPCY/uwL+vVU+gD50HXu9oC
        JDP66TwrxtLNG+hidAvz4Ve76Klqk+tBs2vqftBT+HGBU/9YGEPs2pkD5LUYW+OSfYPh4QPD+rKzW/MR7fvtrW9L4z4Vu+ZiCDv8yluL4JpbK9
        zTv8PRLMVL5RWGC7w9RSPpVBub77Wr896JGqvnceGT4u56O+tDkTv3xYsj81w5c9U758vqBcpj6e/8U+/c2CPaDKUL0JBze/xteTvlMjor1WRY
        S9appsPZcjBxnz6uq4poazC97w8cTW96x1OdH98BIQVAIl3PZ6
        """);
}
