package io.drillmaster.s3;

import io.drillmaster.core.SecretValue;
import java.util.Optional;

/** What a request is signed with. */
public record S3Credentials(
    SecretValue accessKeyId, SecretValue secretAccessKey, Optional<SecretValue> sessionToken) {}
