namespace Digits.Imaging.Handwriting;

/// <summary>A place of the pen's dense track.</summary>
internal struct PenPoint
{
    public double X { get; set; }

    public double Y { get; set; }

    /// <summary>How far along its stroke, 0 to 1.</summary>
    public double Position { get; set; }

    /// <summary>Half of the line's width here.</summary>
    public double Radius { get; set; }

    /// <summary>How dark the line is here, 0 to 1; without ink the pen skips.</summary>
    public double Ink { get; set; }

    /// <summary>Whether the pen is lifted after this point.</summary>
    public bool IsLast { get; set; }
}

/// <summary>A rectangle around a track.</summary>
internal readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    public double Width => Right - Left;

    public double Height => Bottom - Top;

    /// <param name="track">At least one point.</param>
    /// <param name="withInk">Whether to take in the width of the line, and only where there is ink.</param>
    public static Box Around(ReadOnlySpan<PenPoint> track, bool withInk = false)
    {
        var box = new Box(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        foreach (var point in track)
        {
            var radius = withInk ? point.Radius : 0;
            if (!withInk || point.Ink > 0)
            {
                box = new Box(
                    Math.Min(box.Left, point.X - radius),
                    Math.Min(box.Top, point.Y - radius),
                    Math.Max(box.Right, point.X + radius),
                    Math.Max(box.Bottom, point.Y + radius));
            }
        }

        return box;
    }
}
