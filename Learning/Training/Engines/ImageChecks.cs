using Digits.Learning.Data;

namespace Digits.Learning.Training.Engines;

/// <summary>What must hold for images before a network learns or reads them.</summary>
internal static class ImageChecks
{
    /// <exception cref="ArgumentException">The images have another shape, or a label is not a class; the message says which.</exception>
    public static void Check(LabeledImages images, string name, ImageShape shape, int classCount)
    {
        if (images.Shape != shape && images.Count > 0)
        {
            throw new ArgumentException($"The images are {images.Shape}, but {shape} is needed.", name);
        }

        foreach (var label in images.Labels)
        {
            if (label >= classCount)
            {
                throw new ArgumentException($"An image has label {label}, but there are {classCount} classes.", name);
            }
        }
    }
}
