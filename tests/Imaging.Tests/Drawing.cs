using Digits.Tests;

namespace Digits.Imaging.Tests;

/// <summary>Strokes on a square canvas, drawn with soft edges: how much of each pixel is ink, 0 to 1.</summary>
internal sealed class Drawing(int side)
{
    private readonly float[] _ink = new float[side * side];

    public int Side => side;

    public float this[int x, int y] => _ink[(y * side) + x];

    /// <summary>A "5" with corners and a curve; the scale is relative to a digit of 200 pixels on a canvas of 280.</summary>
    public static Drawing Five(double strokeWidth = 18, double scale = 1, double moveX = 0, double moveY = 0)
    {
        var drawing = new Drawing(280);
        var points = new List<(double X, double Y)> { (60, -100), (-50, -100), (-60, -15) };
        for (var angle = -150; angle <= 130; angle += 10)
        {
            var radians = angle * Math.PI / 180;
            points.Add((62 * Math.Cos(radians), 38 + (62 * Math.Sin(radians))));
        }

        drawing.Stroke([.. points.Select(p => (140 + moveX + (p.X * scale), 140 + moveY + (p.Y * scale)))], strokeWidth);
        return drawing;
    }

    public void Stroke(IReadOnlyList<(double X, double Y)> points, double width) => InkStrokes.Draw(_ink, side, points, width);

    /// <summary>As an ink image.</summary>
    public GrayImage ToInk() => new(side, side, InkStrokes.ToBytes(_ink));

    /// <summary>As an RGBA PNG; <paramref name="color"/> says how a pixel with so much ink looks.</summary>
    public byte[] ToPng(Func<float, (byte R, byte G, byte B, byte A)> color) => TestPng.Rgba(side, side, (x, y) => color(this[x, y]));

    /// <summary>As a PNG of opaque ink on opaque paper.</summary>
    public byte[] ToPng((int R, int G, int B) ink, (int R, int G, int B) paper) =>
        ToPng(part => (Mix(ink.R, paper.R, part), Mix(ink.G, paper.G, part), Mix(ink.B, paper.B, part), 255));

    private static byte Mix(int ink, int paper, float part) => (byte)Math.Round((ink * part) + (paper * (1 - part)));
}
