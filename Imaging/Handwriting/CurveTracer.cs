namespace Digits.Imaging.Handwriting;

/// <summary>
/// Draws smooth curves through control points: centripetal Catmull-Rom splines (Yuksel, Schaefer and Keyser 2011), which make no
/// loops of their own however uneven the points lie. At a corner one curve ends and the next begins.
/// </summary>
internal static class CurveTracer
{
    private const int StepsPerSpan = 8;

    // Points that are closer than this are treated as this far apart, so that nothing is divided by 0.
    private const double LeastDistance = 1e-4;

    /// <summary>Replaces <paramref name="track"/> by the path of a pen through all control points.</summary>
    public static void Trace(List<ControlPoint> points, List<PenPoint> track)
    {
        track.Clear();
        var stroke = 0;
        var from = 0;
        for (var i = 0; i < points.Count; i++)
        {
            if (!points[i].IsLast && (!points[i].IsCorner || i == from))
            {
                continue;
            }

            for (var span = from; span < i; span++)
            {
                TraceSpan(points, from, span, i, track);
            }

            from = i;
            if (points[i].IsLast)
            {
                track.Add(new PenPoint { X = points[i].X, Y = points[i].Y, IsLast = true });
                Number(track, stroke);
                stroke = track.Count;
                from = i + 1;
            }
        }
    }

    // Traces the curve from point span to the next one; the whole curve runs from point first to point last.
    private static void TraceSpan(List<ControlPoint> points, int first, int span, int last, List<PenPoint> track)
    {
        var (start, end) = (points[span], points[span + 1]);
        var before = points[Math.Max(span - 1, first)];
        var after = points[Math.Min(span + 2, last)];
        var (t0, t1, t2) = (Knot(before, start), Knot(start, end), Knot(end, after));
        var startX = span > first ? Tangent(before.X, start.X, end.X, t0, t1) * t1 : end.X - start.X;
        var startY = span > first ? Tangent(before.Y, start.Y, end.Y, t0, t1) * t1 : end.Y - start.Y;
        var endX = span + 1 < last ? Tangent(start.X, end.X, after.X, t1, t2) * t1 : end.X - start.X;
        var endY = span + 1 < last ? Tangent(start.Y, end.Y, after.Y, t1, t2) * t1 : end.Y - start.Y;
        for (var step = 0; step < StepsPerSpan; step++)
        {
            var t = (double)step / StepsPerSpan;
            track.Add(new PenPoint { X = Hermite(start.X, startX, end.X, endX, t), Y = Hermite(start.Y, startY, end.Y, endY, t) });
        }
    }

    private static double Knot(ControlPoint a, ControlPoint b)
    {
        var (x, y) = (b.X - a.X, b.Y - a.Y);
        return Math.Sqrt(Math.Max(Math.Sqrt((x * x) + (y * y)), LeastDistance));
    }

    private static double Tangent(double before, double at, double after, double t0, double t1) =>
        ((at - before) / t0) - ((after - before) / (t0 + t1)) + ((after - at) / t1);

    private static double Hermite(double start, double startTangent, double end, double endTangent, double t)
    {
        var (t2, t3) = (t * t, t * t * t);
        return (((2 * t3) - (3 * t2) + 1) * start) + ((t3 - (2 * t2) + t) * startTangent)
            + (((3 * t2) - (2 * t3)) * end) + ((t3 - t2) * endTangent);
    }

    private static void Number(List<PenPoint> track, int first)
    {
        var last = track.Count - 1;
        for (var i = first; i <= last; i++)
        {
            track[i] = track[i] with { Position = last > first ? (double)(i - first) / (last - first) : 0 };
        }
    }
}
