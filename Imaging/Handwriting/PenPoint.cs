namespace Digits.Imaging.Handwriting;

/// <summary>A point of the pen's densely sampled track.</summary>
internal struct PenPoint
{
    public double X { get; set; }

    public double Y { get; set; }

    /// <summary>The position along its stroke, 0 to 1.</summary>
    public double Position { get; set; }

    /// <summary>Half of the line's width at this point.</summary>
    public double Radius { get; set; }

    /// <summary>The darkness of the line at this point, 0 to 1; 0 leaves a gap.</summary>
    public double Ink { get; set; }

    /// <summary>Whether the pen is lifted after this point.</summary>
    public bool IsLast { get; set; }
}

/// <summary>The bounding box of a track.</summary>
internal readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    public double Width => Right - Left;

    public double Height => Bottom - Top;

    /// <param name="track">At least one point.</param>
    /// <param name="withInk">Whether to include the width of the line, and only points with ink.</param>
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
