namespace Digits.Learning.Images;

/// <summary>An opaque colour.</summary>
internal readonly record struct PlainColor(byte Red, byte Green, byte Blue)
{
    public static readonly PlainColor Black = new(0, 0, 0);

    public static readonly PlainColor White = new(255, 255, 255);
}
