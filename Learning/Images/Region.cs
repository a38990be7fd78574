namespace Digits.Learning.Images;

/// <summary>A rectangle of pixels.</summary>
internal readonly record struct Region(int X, int Y, int Width, int Height)
{
    /// <summary>The pixels of the outermost ring, each once.</summary>
    public IEnumerable<(int X, int Y)> Border()
    {
        var (right, bottom) = (X + Width - 1, Y + Height - 1);
        for (var x = X; x <= right; x++)
        {
            yield return (x, Y);
            if (bottom > Y)
            {
                yield return (x, bottom);
            }
        }

        for (var y = Y + 1; y < bottom; y++)
        {
            yield return (X, y);
            if (right > X)
            {
                yield return (right, y);
            }
        }
    }
}
