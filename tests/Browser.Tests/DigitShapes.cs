namespace Digits.Browser.Tests;

/// <summary>How one writes each digit: strokes of points in a box that is 1 wide and 1 high, y down.</summary>
internal static class DigitShapes
{
    public const int Count = 10;

    private static readonly (double X, double Y)[][][] Strokes =
    [
        [Arc(0.5, 0.5, 0.36, 0.48, -100, 260)],
        [[(0.36, 0.2), (0.54, 0.02), (0.54, 0.98)]],
        [[.. Arc(0.46, 0.28, 0.32, 0.26, -170, 40), (0.5, 0.62), (0.14, 0.97), (0.86, 0.97)]],
        [[.. Arc(0.44, 0.27, 0.32, 0.25, -150, 80), .. Arc(0.44, 0.73, 0.36, 0.25, -80, 150)]],
        [[(0.5, 0.02), (0.1, 0.64), (0.9, 0.64)], [(0.68, 0.36), (0.68, 0.98)]],
        [[(0.8, 0.03), (0.26, 0.03), (0.2, 0.45), .. Arc(0.46, 0.69, 0.34, 0.28, -120, 150)]],
        [[(0.66, 0.02), (0.36, 0.3), (0.2, 0.62), .. Arc(0.49, 0.71, 0.29, 0.26, -180, 180)]],
        [[(0.12, 0.05), (0.88, 0.05), (0.62, 0.45), (0.42, 0.98)]],
        [[.. Arc(0.5, 0.26, 0.26, 0.23, 90, -270), .. Arc(0.5, 0.74, 0.32, 0.25, -90, 270)]],
        [[.. Arc(0.48, 0.3, 0.29, 0.27, 0, -360), (0.76, 0.5), (0.66, 0.98)]],
    ];

    public static IReadOnlyList<IReadOnlyList<(double X, double Y)>> Of(int digit) => Strokes[digit];

    /// <summary>Points of an ellipse, from one angle to the other in degrees; 0 is to the right, 90 below.</summary>
    private static (double X, double Y)[] Arc(double x, double y, double radiusX, double radiusY, double from, double to)
    {
        const int Steps = 18;
        return [.. Enumerable.Range(0, Steps + 1).Select(step =>
        {
            var angle = (from + ((to - from) * step / Steps)) * Math.PI / 180;
            return (x + (radiusX * Math.Cos(angle)), y + (radiusY * Math.Sin(angle)));
        })];
    }
}
