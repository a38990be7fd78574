using Digits.Gateway.Routing;
using Digits.Gateway.Services;
using Digits.Gateway.Transcoding;
using Digits.Gateway.Uploads;

namespace Digits.Gateway.Rest;

/// <summary>One binding of one RPC to an HTTP method and a path.</summary>
/// <param name="HttpMethod">The HTTP method.</param>
/// <param name="Template">The path.</param>
/// <param name="Rpc">The RPC.</param>
/// <param name="Binder">Makes the request message.</param>
/// <param name="Response">Writes response messages.</param>
/// <param name="Upload">How files become messages, for a client stream; else null.</param>
internal sealed record RestRoute(
    string HttpMethod, PathTemplate Template, RpcMethod Rpc, RequestBinder Binder, ResponseShape Response, UploadShape? Upload);
