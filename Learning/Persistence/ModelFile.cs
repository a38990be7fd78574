using Digits.Learning.Networks;

namespace Digits.Learning.Persistence;

/// <summary>Reads and writes model files.</summary>
public static class ModelFile
{
    /// <summary>Writes a model. The same header and network always give the same bytes.</summary>
    /// <exception cref="ArgumentException">The header does not describe this network.</exception>
    public static void Write(Stream stream, ModelHeader header, Network network) => throw new NotImplementedException();

    /// <summary>Reads a model to the end of the stream and verifies it.</summary>
    /// <exception cref="ModelFormatException">The stream is not a whole, undamaged model file of a known version.</exception>
    public static (ModelHeader Header, Network Network) Read(Stream stream) => throw new NotImplementedException();
}
