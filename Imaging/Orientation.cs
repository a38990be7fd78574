namespace Digits.Imaging;

/// <summary>
/// How a stored picture must be turned or mirrored to stand upright, numbered as EXIF numbers it: the name says where the first stored
/// row and column belong.
/// </summary>
internal enum Orientation
{
    /// <summary>As it is stored.</summary>
    Upright = 1,

    /// <summary>Mirrored left to right.</summary>
    TopRight = 2,

    /// <summary>Turned by 180 degrees.</summary>
    BottomRight = 3,

    /// <summary>Mirrored top to bottom.</summary>
    BottomLeft = 4,

    /// <summary>Rows and columns swapped.</summary>
    LeftTop = 5,

    /// <summary>Must be turned clockwise by 90 degrees.</summary>
    RightTop = 6,

    /// <summary>Rows and columns swapped along the other diagonal.</summary>
    RightBottom = 7,

    /// <summary>Must be turned counter-clockwise by 90 degrees.</summary>
    LeftBottom = 8,
}

/// <summary>Turns images upright.</summary>
internal static class Orientations
{
    /// <summary>The image turned upright; the image itself where nothing is to be done.</summary>
    public static GrayImage Apply(this Orientation orientation, GrayImage image)
    {
        if (orientation is <= Orientation.Upright or > Orientation.LeftBottom)
        {
            return image;
        }

        var swapped = orientation >= Orientation.LeftTop;
        var mirroredX = orientation is Orientation.TopRight or Orientation.BottomRight or Orientation.RightTop or Orientation.RightBottom;
        var mirroredY = orientation is Orientation.BottomRight or Orientation.BottomLeft or Orientation.RightBottom or Orientation.LeftBottom;
        var (width, height) = swapped ? (image.Height, image.Width) : (image.Width, image.Height);
        var turned = new byte[width * height];
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var (column, row) = swapped ? (y, x) : (x, y);
                column = mirroredX ? width - 1 - column : column;
                row = mirroredY ? height - 1 - row : row;
                turned[(row * width) + column] = image.Pixels[(y * image.Width) + x];
            }
        }

        return new GrayImage(width, height, turned) { Tone = image.Tone };
    }
}
