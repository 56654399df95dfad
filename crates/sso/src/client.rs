//! What is sent to the provider and what is believed of its answers. `openidconnect` makes the requests and checks the
//! tokens: issuer, audience, signature, expiry, nonce.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, Utc};
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreGenderClaim, CoreIdToken, CoreIdTokenClaims,
    CoreJsonWebKeySet, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreTokenResponse,
};
use openidconnect::url::ParseError;
use openidconnect::{
    AccessToken, AdditionalClaims, AuthType, AuthUrl, AuthenticationContextClass, AuthorizationCode,
    ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, DiscoveryError, EndpointNotSet, EndpointSet, IssuerUrl,
    JsonWebKeySetUrl, Nonce, NonceVerifier as _, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, SubjectIdentifier, TokenResponse as _, TokenUrl,
    UserInfoClaims, UserInfoError, UserInfoUrl,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use crate::line::{self, Line, NotReached};
use crate::settings::{Algorithm, ClientAuth, From, Settings};
use crate::{BadSettings, Failure, Going, Kept};

/// For so long what the provider says of itself is taken as it was.
const FRESH: SignedDuration = SignedDuration::from_hours(1);
/// Not more often than this its keys are read again because a token names one that is not among them.
const KEYS_EVERY: SignedDuration = SignedDuration::from_secs(30);
/// For so long after a question it did not answer it is not asked about itself again: as long as that question may have taken.
const SILENT: SignedDuration = SignedDuration::from_secs(8);
/// The clocks of two machines differ by so much, and not more.
const LEEWAY: SignedDuration = SignedDuration::from_secs(30);

/// Our side of the conversation.
pub(crate) struct Client {
    line: Line,
    return_to: RedirectUrl,
    issuer: IssuerUrl,
    told: Mutex<Told>,
}

/// What the provider told of itself, and when it told nothing.
#[derive(Default)]
struct Told {
    known: Option<Known>,
    silent_at: Option<Timestamp>,
}

/// What is known of the provider.
#[derive(Clone)]
struct Known {
    read_at: Timestamp,
    authorization: AuthUrl,
    token: TokenUrl,
    userinfo: Option<UserInfoUrl>,
    keys: CoreJsonWebKeySet,
}

type Ready = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// Claims about a person that the standard does not name, as groups.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Others {
    #[serde(flatten)]
    all: Map<String, Value>,
}

impl AdditionalClaims for Others {}

impl Client {
    pub(crate) fn open(settings: &Settings, return_to: String) -> Result<Self, BadSettings> {
        let wrong = |key| move |_: ParseError| BadSettings::Address { key };
        Ok(Self {
            line: Line::open(settings.authorities.as_deref())?,
            return_to: RedirectUrl::new(return_to).map_err(wrong("address"))?,
            issuer: IssuerUrl::new(settings.issuer.clone()).map_err(wrong("issuer"))?,
            told: Mutex::default(),
        })
    }

    /// The address somebody goes to, and what is to be remembered meanwhile.
    pub(crate) async fn send(&self, settings: &Settings, anew: bool, now: Timestamp) -> Result<Going, Failure> {
        let client = self.ready(settings, &self.known(settings, now, None).await?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let mut request = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        request = request.set_pkce_challenge(challenge).add_scopes(settings.scopes.iter().cloned().map(Scope::new));
        if anew {
            request = request.add_prompt(CoreAuthPrompt::Login).set_max_age(std::time::Duration::ZERO);
        }
        if settings.second_factor.ask {
            let wanted = settings.second_factor.acr.iter().cloned().map(AuthenticationContextClass::new);
            request = wanted.fold(request, |request, acr| request.add_auth_context_value(acr));
        }
        let (address, state, nonce) = request.url();
        Ok(Going {
            address: address.to_string(),
            state: state.into_secret(),
            verifier: Zeroizing::new(verifier.into_secret()),
            nonce: Zeroizing::new(nonce.secret().clone()),
        })
    }

    /// The claims of the token the code is good for, and those about the person.
    pub(crate) async fn hear(
        &self,
        settings: &Settings,
        (code, kept): (&str, Kept<'_>),
        now: Timestamp,
    ) -> Result<(Value, Value), Failure> {
        let known = self.known(settings, now, None).await?;
        let answer = self.exchange(settings, &known, (code, kept.verifier)).await?;
        let token = answer.id_token().ok_or_else(|| not_valid("no token came that says who it is"))?;
        let checking = Checking { settings, kept, now };
        let claims = match checking.claims(&self.ready(settings, &known), token) {
            Err(error) if is_new_key(&error) && now.duration_since(known.read_at) >= KEYS_EVERY => {
                let known = self.known(settings, now, Some(known.read_at)).await?;
                checking.claims(&self.ready(settings, &known), token).cloned()
            }
            claims => claims.cloned(),
        };
        let claims = claims.map_err(not_valid)?;
        checking.is_anew(&claims)?;
        let said = payload(token)?;
        let person = match settings.claims_from {
            From::IdToken => said.clone(),
            From::UserInfo => self.person(settings, &known, (answer.access_token(), claims.subject())).await?,
        };
        Ok((said, person))
    }

    async fn exchange(
        &self,
        settings: &Settings,
        known: &Known,
        (code, verifier): (&str, &str),
    ) -> Result<CoreTokenResponse, Failure> {
        let client = self.ready(settings, known);
        let request = client.exchange_code(AuthorizationCode::new(code.to_owned()));
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()));
        request.request_async(&self.line).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(said) => Failure::Refused(said.error().to_string()),
            RequestTokenError::Request(error) => away(error),
            // What came may be a token, so nothing of it is repeated.
            RequestTokenError::Parse(..) => not_valid("the answer to a code is no token"),
            RequestTokenError::Other(error) => not_valid(error),
        })
    }

    /// What is said of the person at the address for that, if it is the same person.
    async fn person(
        &self,
        settings: &Settings,
        known: &Known,
        (token, subject): (&AccessToken, &SubjectIdentifier),
    ) -> Result<Value, Failure> {
        let address =
            known.userinfo.clone().ok_or_else(|| not_valid("there is no address for claims about a person"))?;
        let client = self.ready(settings, known).set_user_info_url(address);
        let asked = client.user_info(token.clone(), Some(subject.clone()));
        let claims: Result<UserInfoClaims<Others, CoreGenderClaim>, _> = asked.request_async(&self.line).await;
        let claims = claims.map_err(|error| match error {
            UserInfoError::Request(error) => away(error),
            UserInfoError::Parse(_) => not_valid("the claims about a person cannot be read"),
            error => not_valid(error.to_string()),
        })?;
        serde_json::to_value(claims).map_err(not_valid)
    }

    /// A client that knows the provider.
    fn ready(&self, settings: &Settings, known: &Known) -> Ready {
        let client =
            CoreClient::new(ClientId::new(settings.client_id.clone()), self.issuer.clone(), known.keys.clone());
        let client = match &settings.secret {
            Some(secret) => client.set_client_secret(ClientSecret::new(secret.0.to_string())),
            None => client,
        };
        let shown = match settings.client_auth {
            ClientAuth::Basic => AuthType::BasicAuth,
            ClientAuth::Post | ClientAuth::None => AuthType::RequestBody,
        };
        let client = client.set_auth_type(shown).set_redirect_uri(self.return_to.clone());
        client.set_auth_uri(known.authorization.clone()).set_token_uri(known.token.clone())
    }

    /// What is known of the provider; read anew if that is long ago, or not later than `outdated`. One reads, others wait.
    async fn known(&self, settings: &Settings, now: Timestamp, outdated: Option<Timestamp>) -> Result<Known, Failure> {
        let mut told = self.told.lock().await;
        let holds = |known: &&Known| {
            now.duration_since(known.read_at) < FRESH && outdated.is_none_or(|outdated| known.read_at > outdated)
        };
        if let Some(known) = told.known.as_ref().filter(holds) {
            return Ok(known.clone());
        }
        // Whoever waited behind somebody who got no answer does not wait for the next one.
        if told.silent_at.is_some_and(|at| now.duration_since(at) < SILENT) {
            return Err(Failure::Away("it did not answer a moment ago".into()));
        }
        match self.read(settings, now).await {
            Ok(known) => Ok(told.known.insert(known).clone()),
            Err(failure) => {
                told.silent_at = Some(now);
                Err(failure)
            }
        }
    }

    async fn read(&self, settings: &Settings, read_at: Timestamp) -> Result<Known, Failure> {
        let Some(endpoints) = &settings.endpoints else {
            let told = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.line).await.map_err(not_told)?;
            let token = told.token_endpoint().cloned();
            if !line::keeps_to_itself(told.authorization_endpoint().as_str()) {
                return Err(away(NotReached::Open));
            }
            return Ok(Known {
                read_at,
                authorization: told.authorization_endpoint().clone(),
                token: token.ok_or_else(|| not_valid("it names no address for tokens"))?,
                userinfo: told.userinfo_endpoint().cloned(),
                keys: told.jwks().clone(),
            });
        };
        let keys_at = JsonWebKeySetUrl::new(endpoints.keys.clone()).map_err(not_valid)?;
        Ok(Known {
            read_at,
            authorization: AuthUrl::new(endpoints.authorization.clone()).map_err(not_valid)?,
            token: TokenUrl::new(endpoints.token.clone()).map_err(not_valid)?,
            userinfo: endpoints.userinfo.clone().map(UserInfoUrl::new).transpose().map_err(not_valid)?,
            keys: CoreJsonWebKeySet::fetch_async(&keys_at, &self.line).await.map_err(not_told)?,
        })
    }
}

/// What a token is held against.
struct Checking<'a> {
    settings: &'a Settings,
    kept: Kept<'a>,
    now: Timestamp,
}

impl Checking<'_> {
    /// The claims of a token that is signed by the provider, for us, for this round, and not over.
    fn claims<'t>(
        &self,
        client: &Ready,
        token: &'t CoreIdToken,
    ) -> Result<&'t CoreIdTokenClaims, ClaimsVerificationError> {
        let now = utc(self.now - LEEWAY);
        let algorithms = self.settings.algorithms.iter().copied().map(algorithm);
        let verifier = client.id_token_verifier().set_allowed_algs(algorithms).set_time_fn(move || now);
        let expected = Nonce::new(self.kept.nonce.to_owned());
        token.claims(&verifier, |nonce: Option<&Nonce>| match nonce {
            // A nonce that is there is always compared; the settings may only do without one.
            None if !self.settings.nonce => Ok(()),
            nonce => expected.verify(nonce),
        })
    }

    /// Whoever has to prove again who they are has signed in there since they were sent.
    fn is_anew(&self, claims: &CoreIdTokenClaims) -> Result<(), Failure> {
        let Some(since) = self.kept.anew_since else { return Ok(()) };
        match claims.auth_time() {
            Some(at) if at >= utc(since - LEEWAY) => Ok(()),
            Some(_) => Err(not_valid("they signed in there before they were sent")),
            None => Err(not_valid("it does not say when they signed in (auth_time)")),
        }
    }
}

/// The claims as the provider wrote them, of a token that was checked: with those that the standard does not name.
fn payload(token: &CoreIdToken) -> Result<Value, Failure> {
    let text = token.to_string();
    let payload = text.split('.').nth(1).unwrap_or_default();
    let bytes = BASE64.decode(payload).map_err(not_valid)?;
    serde_json::from_slice(&bytes).map_err(not_valid)
}

fn is_new_key(error: &ClaimsVerificationError) -> bool {
    use ClaimsVerificationError::SignatureVerification;
    matches!(error, SignatureVerification(SignatureVerificationError::NoMatchingKey))
}

fn utc(time: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp(time.as_second(), 0).unwrap_or_default()
}

const fn algorithm(algorithm: Algorithm) -> CoreJwsSigningAlgorithm {
    match algorithm {
        Algorithm::RS256 => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        Algorithm::RS384 => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
        Algorithm::RS512 => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
        Algorithm::PS256 => CoreJwsSigningAlgorithm::RsaSsaPssSha256,
        Algorithm::PS384 => CoreJwsSigningAlgorithm::RsaSsaPssSha384,
        Algorithm::PS512 => CoreJwsSigningAlgorithm::RsaSsaPssSha512,
        Algorithm::ES256 => CoreJwsSigningAlgorithm::EcdsaP256Sha256,
        Algorithm::ES384 => CoreJwsSigningAlgorithm::EcdsaP384Sha384,
        Algorithm::EdDSA => CoreJwsSigningAlgorithm::EdDsa,
    }
}

fn away(error: NotReached) -> Failure {
    Failure::Away(error.into())
}

fn not_valid(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
    Failure::NotValid(error.into())
}

fn not_told(error: DiscoveryError<NotReached>) -> Failure {
    match error {
        DiscoveryError::Request(error) => away(error),
        error => not_valid(error),
    }
}
