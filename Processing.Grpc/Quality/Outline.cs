namespace Digits.Processing.Quality;

/// <summary>The smallest rectangle around the ink of an image, all four ends inside.</summary>
internal readonly record struct Outline(int Left, int Top, int Right, int Bottom)
{
    public int Width => Right - Left + 1;

    public int Height => Bottom - Top + 1;
}
