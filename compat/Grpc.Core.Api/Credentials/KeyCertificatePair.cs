namespace Grpc.Core;

/// <summary>A client certificate with its key, both PEM.</summary>
public sealed class KeyCertificatePair(string certificateChain, string privateKey)
{
    /// <summary>The certificate chain.</summary>
    public string CertificateChain { get; } = certificateChain;

    /// <summary>The private key.</summary>
    public string PrivateKey { get; } = privateKey;
}
