using Digits.Learning.Augmentation;
using Digits.Learning.Data;

namespace Digits.Learning.Tests.Augmentation;

/// <summary>The plain twin of <see cref="ImageWarp"/>, pixel by pixel: what is right to the bit.</summary>
internal static class ImageWarpReference
{
    public static float[] Run(ImageShape shape, ReadOnlySpan<byte> pixels, ImageChange change, ElasticFields? fields)
    {
        var map = change.Map;
        var result = new float[shape.Size];
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            var plane = Stroked(shape, pixels, channel, change.Stroke);
            for (var y = 0; y < shape.Height; y++)
            {
                for (var x = 0; x < shape.Width; x++)
                {
                    // One more on either axis: the plane has a margin of one pixel of paper.
                    var fromX = (x * map.XX) + ((map.XY * y) + map.X0 + 1);
                    var fromY = (x * map.YX) + ((map.YY * y) + map.Y0 + 1);
                    if (fields is not null)
                    {
                        fromX += fields[change.FieldX][(y * shape.Width) + x] * change.PullX;
                        fromY += fields[change.FieldY][(y * shape.Width) + x] * change.PullY;
                    }

                    var erased = x >= change.Erased.X && x < change.Erased.X + change.Erased.Width
                        && y >= change.Erased.Y && y < change.Erased.Y + change.Erased.Height;
                    result[(((y * shape.Width) + x) * shape.Channels) + channel] = erased ? 0 : Sample(plane, fromX, fromY);
                }
            }
        }

        return result;
    }

    private static float Sample(byte[,] plane, float x, float y)
    {
        var (height, width) = (plane.GetLength(0) - 3, plane.GetLength(1) - 3);
        x = Math.Min(Math.Max(x, 0), width + 1);
        y = Math.Min(Math.Max(y, 0), height + 1);
        var (left, top) = ((int)x, (int)y);
        var (partX, partY) = (x - left, y - top);
        float aboveLeft = plane[top, left];
        float aboveRight = plane[top, left + 1];
        float belowLeft = plane[top + 1, left];
        float belowRight = plane[top + 1, left + 1];
        var above = aboveLeft + (partX * (aboveRight - aboveLeft));
        var below = belowLeft + (partX * (belowRight - belowLeft));
        return (above + (partY * (below - above))) / 255f;
    }

    // The channel within a margin of one row and column of paper before, two after.
    private static byte[,] Stroked(ImageShape shape, ReadOnlySpan<byte> pixels, int channel, int amount)
    {
        var plane = new byte[shape.Height + 3, shape.Width + 3];
        for (var y = 0; y < shape.Height; y++)
        {
            for (var x = 0; x < shape.Width; x++)
            {
                plane[y + 1, x + 1] = pixels[(((y * shape.Width) + x) * shape.Channels) + channel];
            }
        }

        var stroked = new byte[shape.Height + 3, shape.Width + 3];
        for (var y = 1; y <= shape.Height; y++)
        {
            for (var x = 1; x <= shape.Width; x++)
            {
                byte[] cross = [plane[y, x], plane[y, x - 1], plane[y, x + 1], plane[y - 1, x], plane[y + 1, x]];
                var goal = amount > 0 ? cross.Max() : cross.Min();
                stroked[y, x] = (byte)(((plane[y, x] * (256 - Math.Abs(amount))) + (goal * Math.Abs(amount)) + 128) >> 8);
            }
        }

        return stroked;
    }
}
