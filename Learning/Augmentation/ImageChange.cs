using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Augmentation;

/// <summary>The augmentation of one image in one step.</summary>
/// <param name="Map">The map from each pixel to its place in the original.</param>
/// <param name="FieldX">The elastic field that moves pixels along the rows.</param>
/// <param name="FieldY">The elastic field that moves pixels along the columns.</param>
/// <param name="PullX">The largest displacement by the first field, in pixels, of either sign.</param>
/// <param name="PullY">The same for the second field.</param>
/// <param name="Stroke">How much thicker, or thinner if negative, the strokes become, in 256ths of a pixel, -256 to 256.</param>
/// <param name="Erased">The rectangle that becomes paper; an empty one means none.</param>
internal readonly record struct ImageChange(
    AffineMap Map, int FieldX, int FieldY, float PullX, float PullY, int Stroke, ErasedArea Erased)
{
    // The sides of an erased rectangle, as shares of the image's.
    private const double SmallestErased = 0.1;
    private const double LargestErased = 0.4;

    // Makes these random numbers independent of those of dropout, which start from the same key.
    private const uint Purpose = 0xa5f1_52c7;

    private enum Draw : uint
    {
        MoveX,
        MoveY,
        Rotation,
        ScaleX,
        ScaleY,
        Shear,
        FieldX,
        FieldY,
        PullX,
        PullY,
        Stroke,
        Erase,
        ErasedWidth,
        ErasedHeight,
        ErasedX,
        ErasedY,
    }

    /// <summary>Leaves an image unchanged.</summary>
    public static ImageChange None(ImageShape shape) => new(AffineMap.Of(shape, 0, 0, 0, 1, 1, 0), 0, 0, 0, 0, 0, default);

    /// <summary>Draws a change. Every kind of change has random numbers of its own, so switching one kind on does not alter the others.</summary>
    /// <param name="settings">The greatest strengths.</param>
    /// <param name="shape">The image's shape.</param>
    /// <param name="key">The random key that decides the outcome.</param>
    public static ImageChange Of(AugmentationSettings settings, ImageShape shape, uint key)
    {
        var map = AffineMap.Of(
            shape,
            moveX: settings.Shift * Signed(key, Draw.MoveX),
            moveY: settings.Shift * Signed(key, Draw.MoveY),
            degrees: settings.Rotation * Signed(key, Draw.Rotation),
            scaleX: 1 + (settings.Scale * Signed(key, Draw.ScaleX)),
            scaleY: 1 + (settings.Scale * Signed(key, Draw.ScaleY)),
            shear: settings.Shear * Signed(key, Draw.Shear));
        return new ImageChange(
            map,
            (int)(ElasticFields.Count * Unit(key, Draw.FieldX)),
            (int)(ElasticFields.Count * Unit(key, Draw.FieldY)),
            (float)(settings.Elastic * Signed(key, Draw.PullX)),
            (float)(settings.Elastic * Signed(key, Draw.PullY)),
            (int)Math.Round(256 * settings.Stroke * Signed(key, Draw.Stroke)),
            Unit(key, Draw.Erase) < settings.Erase ? DrawErased(shape, key) : default);
    }

    private static ErasedArea DrawErased(ImageShape shape, uint key)
    {
        var width = Side(shape.Width, Draw.ErasedWidth);
        var height = Side(shape.Height, Draw.ErasedHeight);
        return new ErasedArea(
            (int)((shape.Width - width + 1) * Unit(key, Draw.ErasedX)),
            (int)((shape.Height - height + 1) * Unit(key, Draw.ErasedY)),
            width,
            height);

        int Side(int whole, Draw draw) =>
            Math.Max(1, (int)(whole * (SmallestErased + ((LargestErased - SmallestErased) * Unit(key, draw)))));
    }

    // From 0 up to, not including, 1.
    private static double Unit(uint key, Draw draw) => (Mixing.Mix(Mixing.Mix(key ^ Purpose) + (uint)draw) >> 8) / (double)(1 << 24);

    private static double Signed(uint key, Draw draw) => (2 * Unit(key, draw)) - 1;
}

/// <summary>A rectangle of pixels that becomes paper.</summary>
internal readonly record struct ErasedArea(int X, int Y, int Width, int Height);

/// <summary>
/// An affine map from an augmented image to the original: the pixel at column x and row y comes from column XX·x + XY·y + X0 and row
/// YX·x + YY·y + Y0, all in pixels.
/// </summary>
internal readonly record struct AffineMap(float XX, float XY, float X0, float YX, float YY, float Y0)
{
    /// <summary>
    /// The map that scales, shears, rotates and shifts an image, in this order, about its centre. Positive values shift it right and down,
    /// rotate it clockwise and shear its lower edge to the right.
    /// </summary>
    /// <param name="shape">The image's shape.</param>
    /// <param name="moveX">Pixels to the right.</param>
    /// <param name="moveY">Pixels down.</param>
    /// <param name="degrees">The angle to turn by.</param>
    /// <param name="scaleX">Factor for the width, greater than 0.</param>
    /// <param name="scaleY">Factor for the height, greater than 0.</param>
    /// <param name="shear">Columns to the right per row down.</param>
    public static AffineMap Of(
        ImageShape shape, double moveX, double moveY, double degrees, double scaleX, double scaleY, double shear)
    {
        // The image moves by M = R·K·S, so the original is found through M⁻¹ = S⁻¹·K⁻¹·R⁻¹.
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var xx = (cos + (shear * sin)) / scaleX;
        var xy = (sin - (shear * cos)) / scaleX;
        var yx = -sin / scaleY;
        var yy = cos / scaleY;
        var (middleX, middleY) = ((shape.Width - 1) / 2.0, (shape.Height - 1) / 2.0);
        var (fromX, fromY) = (middleX + moveX, middleY + moveY);
        return new AffineMap(
            (float)xx,
            (float)xy,
            (float)(middleX - (xx * fromX) - (xy * fromY)),
            (float)yx,
            (float)yy,
            (float)(middleY - (yx * fromX) - (yy * fromY)));
    }
}
