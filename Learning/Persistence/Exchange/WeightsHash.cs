using System.Security.Cryptography;

namespace Digits.Learning.Persistence.Exchange;

/// <summary>
/// SHA-256 over all parameters, in the order of the layout and as the files hold them. The same model has the same one in every
/// exchange format.
/// </summary>
internal sealed class WeightsHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(ReadOnlySpan<byte> tensor) => _hash.AppendData(tensor);

    /// <summary>The hash in lower-case hexadecimal.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
