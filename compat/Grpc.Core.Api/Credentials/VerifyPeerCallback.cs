namespace Grpc.Core;

/// <summary>Judges a peer's certificate.</summary>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);
