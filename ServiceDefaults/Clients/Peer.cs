namespace Digits.ServiceDefaults.Clients;

/// <summary>A service that others call.</summary>
public enum Peer
{
    /// <summary>Processing.Grpc.</summary>
    Processing,

    /// <summary>Training.Grpc.</summary>
    Training,

    /// <summary>Inference.Grpc.</summary>
    Inference,
}
