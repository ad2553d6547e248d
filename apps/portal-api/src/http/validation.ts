import { type ValidationError, ValidationPipe } from '@nestjs/common';
import { Fault, type FieldFault } from '#domain';

/** Checks every input against its DTO. A property that the DTO does not name is refused, not ignored. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => {
      const fields = errors.flatMap((error) => fieldsOf(error, ''));
      const text = fields.map(({ field, message }) => `${field} ${message}`).join('; ');
      return new Fault('request.invalid', `The request is not valid: ${text}.`, { fields });
    },
  });
}

function fieldsOf(error: ValidationError, parent: string): FieldFault[] {
  const field = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
    field,
    message: rule === 'whitelistValidation' ? 'is not known here' : message.replace(`${error.property} `, ''),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldsOf(child, field))];
}
